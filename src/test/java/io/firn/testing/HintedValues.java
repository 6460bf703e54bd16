package io.firn.testing;

import io.firn.policy.Hint;
import io.firn.testing.JsonTree.Num;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.regex.Pattern;

/** What hints make of values, by the JDK's own conversions. */
final class HintedValues {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,9})?");
  private static final OffsetDateTime EPOCH =
      OffsetDateTime.of(1970, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
  private static final int NANOS_PER_MICRO = 1_000;
  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .optionalStart()
          .appendOffset("+HH:MM", "Z")
          .optionalEnd()
          .optionalStart()
          .appendOffset("+HHMM", "Z")
          .optionalEnd()
          .toFormatter()
          .withResolverStyle(ResolverStyle.STRICT);

  private HintedValues() {}

  /**
   * Whether a hinted column may hold {@code stored} for a value.
   *
   * @param value of {@link JsonTree}
   */
  static boolean same(Hint hint, Object value, Object stored) {
    String text = text(value);
    if (text == null) {
      return hint == Hint.BOOLEAN && stored.equals(value);
    }
    return switch (hint) {
      case LONG, DOUBLE, DECIMAL -> NUMBER.matcher(text).matches() && Numbers.same(text, stored);
      case BOOLEAN ->
          value instanceof String
              && stored.toString().equals(text.toLowerCase(java.util.Locale.ROOT));
      case TIMESTAMP -> value instanceof String && sameTime(text, (Long) stored);
      case TIMESTAMP_SECONDS -> sameNumber(text, (Long) stored, 6);
      case TIMESTAMP_MILLIS -> sameNumber(text, (Long) stored, 3);
      default -> false;
    };
  }

  private static String text(Object value) {
    return value instanceof Num number ? number.text() : value instanceof String s ? s : null;
  }

  private static boolean sameNumber(String text, long micros, int decimals) {
    return NUMBER.matcher(text).matches()
        && new BigDecimal(text).movePointRight(decimals).compareTo(BigDecimal.valueOf(micros)) == 0;
  }

  private static boolean sameTime(String text, long micros) {
    try {
      TemporalAccessor parsed =
          ISO.parseBest(
              text.replace(' ', 'T').replace(',', '.'), OffsetDateTime::from, LocalDateTime::from);
      OffsetDateTime time =
          parsed instanceof OffsetDateTime offset
              ? offset
              : ((LocalDateTime) parsed).atOffset(ZoneOffset.UTC);
      return time.getNano() % NANOS_PER_MICRO == 0
          && ChronoUnit.MICROS.between(EPOCH, time) == micros;
    } catch (DateTimeParseException e) {
      return false;
    }
  }
}
