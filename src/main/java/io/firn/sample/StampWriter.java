package io.firn.sample;

import java.time.LocalDate;

/** Writes times the way CloudWatch Logs exports them: {@code 2026-11-18T09:30:00.123Z}. */
final class StampWriter {
  private static final long MILLIS_PER_DAY = 86_400_000L;

  private long cachedDay = Long.MIN_VALUE;
  private String cachedDate = "";

  void write(long epochMillis, TextBuffer target) {
    long day = Math.floorDiv(epochMillis, MILLIS_PER_DAY);
    if (day != cachedDay) {
      cachedDate = LocalDate.ofEpochDay(day).toString();
      cachedDay = day;
    }
    long millis = Math.floorMod(epochMillis, MILLIS_PER_DAY);
    target.put(cachedDate).put('T').number(millis / 3_600_000, 2);
    target.put(':').number(millis / 60_000 % 60, 2);
    target.put(':').number(millis / 1000 % 60, 2);
    target.put('.').number(millis % 1000, 3).put('Z');
  }
}
