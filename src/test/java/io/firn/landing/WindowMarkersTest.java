package io.firn.landing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.AccountRegion;
import io.firn.ExportWindow;
import io.firn.ExportWindow.Purpose;
import io.firn.LogGroup;
import io.firn.testing.MemoryZone;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import org.junit.jupiter.api.Test;

/** The form of markers, letter by letter, and their lists of parts. */
final class WindowMarkersTest {
  private static final String MARKER =
      "{'version':1,'account':'123456789012','region':'eu-central-1','log_group':'/a',"
          + "'generation':5,'from':'2026-11-14T00:00:00Z','to':'2026-11-14T23:59:59.999Z',"
          + "'purpose':'recheck','lane':'recheck:PT36H','task':{'id':'t','name':'n','created_at':'2026-11-15T00:00:00Z',"
          + "'finished_at':'2026-11-16T00:00:00Z'},'bucket':'b','prefix':'p/q',"
          + "'part_count':2,'bytes':3,";
  private static final String KEY = "r/windows/2026/11/16/t.json";

  private final MemoryZone zone = new MemoryZone();
  private final NavigableMap<String, byte[]> objects = zone.objects();
  private final LandingLayout layout = new LandingLayout("b", "r");
  private final WindowMarkers markers = new WindowMarkers(zone, layout, 2);

  private static WindowMarker marker(int parts) {
    List<LandedPart> list = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      list.add(new LandedPart("p/q/t/s/%06d.gz".formatted(i), i + 1, "e" + i));
    }
    return new WindowMarker(
        new AccountRegion("123456789012", "eu-central-1"),
        new LogGroup("/a"),
        new ExportWindow(
            5,
            Instant.parse("2026-11-14T00:00:00Z"),
            Instant.parse("2026-11-14T23:59:59.999Z"),
            Purpose.RECHECK),
        Lane.recheck(Duration.ofHours(36)),
        new ExportedTask(
            "t", "n", Instant.parse("2026-11-15T00:00:00Z"), Instant.parse("2026-11-16T00:00:00Z")),
        "b",
        "p/q",
        list);
  }

  private String text(String key) {
    return new String(objects.get(key), UTF_8).replace('"', '\'');
  }

  @Test
  void aMarkerListsItsParts() {
    assertThat(markers.write(marker(2))).isEqualTo(KEY);
    assertThat(text(KEY))
        .isEqualTo(
            MARKER
                + "'parts':[{'key':'t/s/000000.gz','size':1,'etag':'e0'},"
                + "{'key':'t/s/000001.gz','size':2,'etag':'e1'}]}");
    assertThat(markers.read(KEY)).hasValue(marker(2));
    assertThat(markers.keys(layout.markers())).containsExactly(KEY);
  }

  @Test
  void manyPartsAreInListsOfTheirOwn() {
    markers.write(marker(5));
    assertThat(text(KEY)).contains("'part_count':5,'bytes':15,'part_lists':[").doesNotContain("gz");
    assertThat(text("r/windows/2026/11/16/t.parts-00000.ndjson"))
        .isEqualTo(
            """
            {'key':'t/s/000000.gz','size':1,'etag':'e0'}
            {'key':'t/s/000001.gz','size':2,'etag':'e1'}
            """);
    assertThat(objects).hasSize(4);
    assertThat(markers.keys(layout.markers())).containsExactly(KEY);
    assertThat(markers.read(KEY)).hasValue(marker(5));
    objects.remove("r/windows/2026/11/16/t.parts-00001.ndjson");
    assertThatThrownBy(() -> markers.read(KEY))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(
            "Cannot read parts s3://b/r/windows/2026/11/16/t.parts-00001.ndjson: it is gone");
  }

  @Test
  void aMarkerIsWrittenOnce() {
    markers.write(marker(1));
    byte[] first = objects.get(KEY);
    markers.write(marker(1));
    assertThat(objects.get(KEY)).isSameAs(first);
  }

  @Test
  void whatIsNoMarkerOrALaterOneIsNotRead() {
    assertThat(markers.read("r/windows/none.json")).isEmpty();
    for (String other : List.of("", "{}", "{'version':2}", "[1]", "{'version':1}")) {
      objects.put(KEY, other.replace('\'', '"').getBytes(UTF_8));
      assertThat(markers.read(KEY)).as(other).isEmpty();
    }
    String more = MARKER + "'parts':[],'more':1}";
    objects.put(KEY, more.replace('\'', '"').getBytes(UTF_8));
    assertThat(markers.read(KEY)).hasValue(marker(0));
  }
}
