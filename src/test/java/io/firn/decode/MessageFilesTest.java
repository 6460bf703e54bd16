package io.firn.decode;

import static io.firn.decode.Gzips.gzip;
import static io.firn.decode.Gzips.utf8;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firn.ObjectFormat;
import io.firn.decode.Decoded.Event;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files as they arrive, against a count that shares nothing with the decoders. The folder of files
 * that others published is in FIRN_CORPORA; the project's own samples go the same way without it.
 */
final class MessageFilesTest {
  @ParameterizedTest
  @ValueSource(strings = {"back-to-back.json", "lambda.json", "kinesis.json", "firehose.json"})
  void samples(String name) throws IOException {
    try (InputStream in = MessageFilesTest.class.getResourceAsStream("/decode/" + name)) {
      byte[] file = Objects.requireNonNull(in).readAllBytes();
      int events = name.equals("lambda.json") ? 3 : 4;
      assertThat(sameAsCounted(name, file)).isEqualTo(events);
    }
  }

  @Test
  void publishedMessages() throws IOException {
    int events = 0;
    try (Stream<Path> files = Files.list(corpora().resolve("subscription"))) {
      for (Path file : files.sorted().toList()) {
        events += sameAsCounted(file.toString(), Files.readAllBytes(file));
      }
    }
    assertThat(events).isGreaterThan(18);
  }

  @Test
  void theSlowQueriesOfADatabase() throws IOException {
    Path file = corpora().resolve("aws-vended/rds/clo-rds-slowquery-subscription.json");

    assertThat(sameAsCounted(file.toString(), Files.readAllBytes(file))).isEqualTo(160);
  }

  private static Path corpora() {
    String root = System.getenv("FIRN_CORPORA");
    assumeTrue(
        root != null && !root.isEmpty(),
        "FIRN_CORPORA is not set: it names the folder of the log corpora to test with");
    return Path.of(root);
  }

  /** The number of events, which are the same plain, zipped and wrapped once more. */
  private static int sameAsCounted(String name, byte[] file) throws IOException {
    MessageCount count = MessageCount.of(file);
    String wrapped =
        Messages.kinesis(Messages.record(Base64.getEncoder().encodeToString(gzip(file))));
    for (byte[] object : List.of(file, gzip(file), gzip(gzip(file)), utf8(wrapped))) {
      for (int step : new int[] {1, 7, 1 << 20}) {
        Decoded decoded = Decoded.read(object, ObjectFormat.AUTO, step);
        assertThat(rows(decoded.events())).as(name).isEqualTo(count.events);
        assertThat(decoded.controlMessages()).as(name).isEqualTo(count.controlMessages);
        assertThat(decoded.bad()).as(name).isEmpty();
      }
    }
    return count.events.size();
  }

  private static List<List<String>> rows(List<Event> events) {
    List<List<String>> rows = new ArrayList<>();
    for (Event event : events) {
      Origin origin = event.origin();
      String message = Gzips.text(event.message().getBytes(ISO_8859_1));
      rows.add(
          origin == null
              ? List.of(message.replaceAll(": (?=\")", ":"))
              : List.of(
                  Objects.requireNonNull(origin.logGroup()),
                  Objects.requireNonNull(origin.logStream()),
                  Objects.requireNonNull(event.id()),
                  String.valueOf(event.epochMillis()),
                  message));
    }
    return rows;
  }
}
