package io.firn.maintain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.state.LocalStateStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When maintenance is due, and that one run of many has its turn. */
final class MaintenanceClockTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path directory;
  private LocalStateStore store;
  private MaintenanceClock clock;

  @BeforeEach
  void open() {
    store = new LocalStateStore(directory);
    clock = new MaintenanceClock(store);
  }

  @Test
  void theTimeRunsFromWhenItIsFirstAskedFor() {
    assertThat(clock.take(NOW, DAY)).isFalse();
    assertThat(new String(store.read("maintenance.json").orElseThrow().content(), UTF_8))
        .isEqualTo("{\"version\":1,\"begun_at\":\"2026-11-20T12:00:00Z\"}");
    assertThat(clock.take(NOW.plus(DAY).minusMillis(1), DAY)).isFalse();
    assertThat(clock.take(NOW.plus(DAY), DAY)).isTrue();
    assertThat(clock.take(NOW.plus(DAY), DAY)).isFalse();
    assertThat(clock.take(NOW.plus(DAY).plus(DAY), DAY)).isTrue();
  }

  @Test
  void withoutAPauseItIsAlwaysDue() {
    assertThat(clock.take(NOW, Duration.ZERO)).isTrue();
    assertThat(clock.take(NOW, Duration.ZERO)).isTrue();
  }

  @Test
  void whatCannotBeReadIsDue() {
    store.create("maintenance.json", "{\"begun_at\":\"yesterday\"}".getBytes(UTF_8));
    assertThat(clock.take(NOW, DAY)).isTrue();
    assertThat(clock.take(NOW, DAY)).isFalse();
  }
}
