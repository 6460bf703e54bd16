package io.firn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "1ms, 1, 1ms",
    "1500ms, 1500, 1500ms",
    "60s, 60000, 1m",
    "90 s, 90000, 90s",
    "24h, 86400000, 1d",
    "36h, 129600000, 36h",
    "0s, 0, 0s",
    "999999999d, 86399999913600000, 999999999d"
  })
  void durationsHaveUnits(String text, long millis, String printed) {
    Duration duration = Durations.parse(text);
    assertThat(duration).isEqualTo(Duration.ofMillis(millis));
    assertThat(Durations.text(duration)).isEqualTo(printed);
    assertThat(Durations.parse(printed)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "60", "s", "-1s", "1.5h", "1w", "1H", "PT1S", "1h30m", "1234567890s"})
  void otherFormsAreRefused(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid duration: '" + text + "' (must be like 60s, with ms, s, m, h or d)");
  }
}
