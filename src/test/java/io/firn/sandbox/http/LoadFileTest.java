package io.firn.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of events are moved by whole days. */
final class LoadFileTest {
  private static final long NOW = Instant.parse("2026-11-28T03:00:00Z").toEpochMilli();

  @TempDir Path directory;

  private static List<String> events(LoadFile file) throws IOException {
    List<String> events = new ArrayList<>();
    file.forEach(
        event -> events.add(Instant.ofEpochMilli(event.timestamp()) + " " + event.message()));
    return events;
  }

  @Test
  void theFirstEventsDayIsSoManyDaysAgo() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("a.log"),
            """
            2026-11-21T00:00:01.000Z second day
            2026-11-20T23:59:59.999Z first day
            """);
    LoadFile load = new LoadFile(file, NOW);
    assertThat(events(load.movedTo(2)))
        .containsExactly("2026-11-27T00:00:01Z second day", "2026-11-26T23:59:59.999Z first day");
    assertThat(events(load.movedTo(30)).get(1)).isEqualTo("2026-10-29T23:59:59.999Z first day");
    assertThat(events(load.movedTo(2).movedTo(8))).isEqualTo(events(load));
  }

  @Test
  void aFileWithoutEventsStaysSo() throws IOException {
    Path file = Files.writeString(directory.resolve("none.log"), "");
    assertThat(events(new LoadFile(file, NOW).movedTo(2))).isEmpty();
  }
}
