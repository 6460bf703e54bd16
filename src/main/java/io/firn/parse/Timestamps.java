package io.firn.parse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Points in time as text, in microseconds since 1970 UTC; empty where that would not be exact, or
 * beyond the years 1 to 9999.
 */
public final class Timestamps {
  private static final long FIRST = LocalDateTime.of(1, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);
  private static final long END =
      LocalDateTime.of(10_000, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);
  private static final long MICROS = 1_000_000L;
  private static final int MOST_CHARACTERS = 40;
  private static final int MOST_DIGITS = 20;
  private static final BigDecimal BEYOND = BigDecimal.ONE.scaleByPowerOfTen(100);
  private static final Pattern ISO =
      Pattern.compile(
          "(\\d{4})-(\\d\\d)-(\\d\\d)[Tt ](\\d\\d):(\\d\\d):(\\d\\d)"
              + "(?:[.,](\\d{1,9}))?([Zz]|([+-])(\\d\\d):?(\\d\\d))?");

  private Timestamps() {}

  /**
   * Of ISO 8601: date and time to the second, with up to nine decimals after a point or comma of
   * which those beyond the sixth are zero, and with Z, an offset, or nothing for UTC.
   */
  public static OptionalLong iso(byte[] text) {
    if (text.length > MOST_CHARACTERS || text.length < 19) {
      return OptionalLong.empty();
    }
    Matcher parts = ISO.matcher(new String(text, ISO_8859_1));
    if (!parts.matches() || !isTime(parts)) {
      return OptionalLong.empty();
    }
    String decimals = (parts.group(7) == null ? "" : parts.group(7)) + "000000000";
    if (!decimals.startsWith("000", 6)) {
      return OptionalLong.empty();
    }
    long seconds = seconds(parts) - offset(parts);
    return micros(seconds, Long.parseLong(decimals.substring(0, 6)));
  }

  private static boolean isTime(Matcher parts) {
    int month = part(parts, 2);
    int day = part(parts, 3);
    return part(parts, 1) >= 1
        && month >= 1
        && month <= 12
        && day >= 1
        && day <= java.time.YearMonth.of(part(parts, 1), month).lengthOfMonth()
        && part(parts, 4) < 24
        && part(parts, 5) < 60
        && part(parts, 6) < 60
        && (parts.group(9) == null || (part(parts, 10) <= 18 && part(parts, 11) < 60));
  }

  private static int part(Matcher parts, int group) {
    return Integer.parseInt(parts.group(group));
  }

  private static long seconds(Matcher parts) {
    return LocalDateTime.of(
            part(parts, 1),
            part(parts, 2),
            part(parts, 3),
            part(parts, 4),
            part(parts, 5),
            part(parts, 6))
        .toEpochSecond(ZoneOffset.UTC);
  }

  private static long offset(Matcher parts) {
    if (parts.group(9) == null) {
      return 0;
    }
    long seconds = part(parts, 10) * 3600L + part(parts, 11) * 60L;
    return parts.group(9).equals("-") ? -seconds : seconds;
  }

  private static OptionalLong micros(long seconds, long micros) {
    boolean held = seconds >= FIRST && seconds < END;
    return held ? OptionalLong.of(seconds * MICROS + micros) : OptionalLong.empty();
  }

  /**
   * Of a number of JSON.
   *
   * @param digits how many decimals a unit has down to a microsecond: 6 for seconds, 3 for
   *     milliseconds
   */
  public static OptionalLong ofNumber(byte[] number, int digits) {
    if (number.length > MOST_CHARACTERS) {
      return OptionalLong.empty();
    }
    BigDecimal value = decimal(number);
    if (value.signum() == 0) {
      return OptionalLong.of(0);
    }
    if (Math.abs((long) value.precision() - value.scale()) > MOST_DIGITS) {
      return OptionalLong.empty();
    }
    BigDecimal micros = value.movePointRight(digits).stripTrailingZeros();
    if (micros.scale() > 0) {
      return OptionalLong.empty();
    }
    BigDecimal seconds = micros.movePointLeft(6);
    boolean held =
        seconds.compareTo(BigDecimal.valueOf(FIRST)) >= 0
            && seconds.compareTo(BigDecimal.valueOf(END)) < 0;
    return held ? OptionalLong.of(micros.longValueExact()) : OptionalLong.empty();
  }

  /** An exponent that BigDecimal refuses is far beyond any year, or as good as none. */
  private static BigDecimal decimal(byte[] number) {
    try {
      return new BigDecimal(new String(number, ISO_8859_1));
    } catch (NumberFormatException e) {
      return BEYOND;
    }
  }
}
