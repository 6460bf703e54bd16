package io.firn.maintain;

import java.time.Duration;
import java.util.Locale;

/** Amounts as people read them. */
final class Amounts {
  private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB", "PB"};
  private static final double STEP = 1000;

  private Amounts() {}

  static String count(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  static String bytes(long bytes) {
    double amount = bytes;
    int unit = 0;
    while (amount >= STEP && unit < UNITS.length - 1) {
      amount /= STEP;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", amount, UNITS[unit]);
  }

  /** In its two largest units: {@code 2d 3h}. */
  static String time(Duration time) {
    if (time.toDays() > 0) {
      return time.toDays() + "d" + rest(time.toHoursPart(), "h");
    }
    if (time.toHours() > 0) {
      return time.toHours() + "h" + rest(time.toMinutesPart(), "m");
    }
    return time.toMinutes() > 0
        ? time.toMinutes() + "m" + rest(time.toSecondsPart(), "s")
        : time.toSeconds() + "s";
  }

  private static String rest(int amount, String unit) {
    return amount == 0 ? "" : " " + amount + unit;
  }
}
