package io.firn.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.DateFolders;
import io.firn.DateTemplate;
import io.firn.testing.LocalS3;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** How S3A lists, which a local disk does otherwise. */
final class PrefixListingS3Test {
  private static final String TASK = "fh/0f8fad5b-d9cb-469f-a165-70867728950e/";

  private static final Configuration CONFIGURATION = new Configuration();
  private static LocalS3 s3;

  @BeforeAll
  static void start() throws Exception {
    s3 = LocalS3.start();
    s3.createBucket("landing");
    s3.s3aProperties().forEach(CONFIGURATION::set);
    CONFIGURATION.set("fs.s3a.paging.maximum", "7");
    CONFIGURATION.setBoolean("fs.s3a.impl.disable.cache", true);
    try (S3Client client = s3.client()) {
      for (String key :
          List.of(
              "fh/2026/02/28/23/b",
              "fh/2026/02/28/23/a/deep",
              "fh/2026/02/28/23/_ignored",
              "fh/2026/03/01/01/c",
              "fh/2026/03/01/010/no-hour",
              TASK + "s/000000.gz")) {
        put(client, key);
      }
      for (int i = 0; i < 30; i++) {
        put(client, "many/%02d".formatted(i));
        put(client, "many/11111111-d9cb-469f-a165-70867728950e/s/0000%02d.gz".formatted(i));
      }
    }
  }

  private static void put(S3Client client, String key) {
    client.putObject(to -> to.bucket("landing").key(key), RequestBody.fromString(key));
  }

  @AfterAll
  static void stop() throws IOException {
    s3.close();
  }

  private static List<String> keys(Listing listing) {
    return listing.identities().stream().map(object -> object.key()).toList();
  }

  @Test
  void aDateFolderIsListedIfItIsThere() throws IOException {
    PrefixListing listing = new PrefixListing(CONFIGURATION);
    DateFolders folders =
        new DateFolders(
            new DateTemplate("s3://landing/fh/{yyyy}/{MM}/{dd}/{HH}"),
            LocalDate.of(2026, 2, 28),
            Duration.ofHours(3));
    Instant now = Instant.parse("2026-03-01T01:30:00Z");
    List<Listing> found = new ArrayList<>();
    Iterator<Instant> all = folders.between(folders.settled(now), folders.last(now));
    while (all.hasNext()) {
      found.add(listing.openFolder(folders.template().folder(all.next())).next(100));
    }
    assertThat(found.stream().map(PrefixListingS3Test::keys))
        .containsExactly(
            List.of(),
            List.of("fh/2026/02/28/23/a/deep", "fh/2026/02/28/23/b"),
            List.of(),
            List.of("fh/2026/03/01/01/c"),
            List.of());
    assertThat(found.get(1).ignored()).isEqualTo(1);
    assertThat(found.get(1).identities())
        .allSatisfy(object -> assertThat(object.etag()).matches("[0-9a-f]{32}"));
  }

  @Test
  void theBaseMustBeThere() throws IOException {
    PrefixListing listing = new PrefixListing(CONFIGURATION);
    listing.require("s3://landing/fh");
    listing.require("s3://landing");
    assertThatThrownBy(() -> listing.require("s3://landing/gone"))
        .isInstanceOf(MissingInputException.class)
        .hasMessage(
            "Cannot read input s3://landing/gone: there is no such directory, file or prefix");
  }

  @Test
  void aListingGoesOnPageByPageAndKeepsExportTasksTogether() throws IOException {
    OpenListing open = new PrefixListing(CONFIGURATION).open("s3a://landing/many");
    List<Integer> sizes = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    while (!open.isAtEnd()) {
      Listing some = open.next(13);
      sizes.add(some.objects().size());
      keys.addAll(keys(some));
    }
    // Keys 00 to 11, then the task with all its parts, then the others.
    assertThat(sizes).containsExactly(12 + 30, 13, 5);
    assertThat(keys).hasSize(60).isSorted().doesNotHaveDuplicates();
    assertThat(open.next(1).objects()).isEmpty();
    assertThat(IntStream.range(0, 12).mapToObj(i -> "many/%02d".formatted(i)).toList())
        .isEqualTo(keys.subList(0, 12));
  }
}
