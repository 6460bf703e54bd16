package io.firn;

import java.time.Duration;
import java.util.Locale;

/** Amounts as people read them. */
public final class Amounts {
  private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB", "PB"};
  private static final double STEP = 1000;

  private Amounts() {}

  /** {@code 1 window}, {@code 2 windows}. */
  public static String count(long count, String noun) {
    return count(count, noun, "s");
  }

  /** As {@link #count(long, String)}, of a noun with another ending: {@code 2 batches}. */
  public static String count(long count, String noun, String ending) {
    return count + " " + noun + (count == 1 ? "" : ending);
  }

  /** In the largest unit that leaves no less than one of it: {@code 1.5 MB}. */
  public static String bytes(long bytes) {
    double amount = bytes;
    int unit = 0;
    while (amount >= STEP && unit < UNITS.length - 1) {
      amount /= STEP;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", amount, UNITS[unit]);
  }

  /** In its two largest units: {@code 2d 3h}. */
  public static String time(Duration time) {
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
