package io.firn.config;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as the config spells them: {@code 60s}. */
public final class Durations {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9}) ?(ms|s|m|h|d)");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  private Durations() {}

  /**
   * Reads a whole number with its unit.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Duration parse(String text) {
    Matcher matcher = FORM.matcher(text);
    Duration unit = matcher.matches() ? UNITS.get(matcher.group(2)) : null;
    if (unit == null) {
      throw new IllegalArgumentException(
          "Invalid duration: '" + text + "' (must be like 60s, with ms, s, m, h or d)");
    }
    return unit.multipliedBy(Long.parseLong(matcher.group(1)));
  }

  /** Whole milliseconds in the largest unit that divides them; {@link #parse} reads it back. */
  static String text(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    String name = "ms";
    long size = 1;
    for (Map.Entry<String, Duration> unit : UNITS.entrySet()) {
      long millis = unit.getValue().toMillis();
      if (duration.toMillis() % millis == 0 && millis > size) {
        name = unit.getKey();
        size = millis;
      }
    }
    return duration.toMillis() / size + name;
  }
}
