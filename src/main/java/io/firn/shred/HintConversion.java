package io.firn.shred;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.firn.parse.JsonNumber;
import io.firn.parse.JsonTape;
import io.firn.parse.NumberText;
import io.firn.parse.Timestamps;
import io.firn.policy.Hint;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Converts values of keys with a hint, exactly or not at all; for one thread. */
public final class HintConversion {
  private static final int MOST_CHARACTERS = 64;
  private static final int SECOND_DIGITS = 6;
  private static final int MILLI_DIGITS = 3;

  private final Set<String> nullValues;
  private final NumberText number = new NumberText();

  /**
   * @param nullValues strings that stand for null
   */
  public HintConversion(Set<String> nullValues) {
    this.nullValues = nullValues;
  }

  /** Whether the value is a string that stands for null. */
  boolean isNull(JsonTape tape, int value) {
    return !nullValues.isEmpty()
        && tape.kind(value) == JsonTape.STRING
        && nullValues.contains(new String(tape.decode(value), UTF_8));
  }

  /** Whether the hint's column takes the value: converted, or as null. */
  boolean takes(Hint hint, JsonTape tape, int value) {
    return hint == Hint.STRING || isNull(tape, value) || convert(hint, tape, value) != null;
  }

  /**
   * The value as the hint's type: Long (also microseconds), Double, Boolean or BigDecimal; null if
   * it does not convert. Not for {@link Hint#STRING}, which takes everything.
   */
  @Nullable Object convert(Hint hint, JsonTape tape, int value) {
    return switch (tape.kind(value)) {
      case JsonTape.TRUE, JsonTape.FALSE ->
          hint == Hint.BOOLEAN ? (Object) (tape.kind(value) == JsonTape.TRUE) : null;
      case JsonTape.NUMBER -> ofNumber(hint, raw(tape, value));
      case JsonTape.STRING -> tape.isBroken(value) ? null : ofText(hint, tape.decode(value));
      default -> null;
    };
  }

  private static byte[] raw(JsonTape tape, int value) {
    return Arrays.copyOfRange(tape.bytes(), tape.start(value), tape.end(value));
  }

  /** As {@link #convert}, for a string's UTF-8. */
  public @Nullable Object ofText(Hint hint, byte[] text) {
    if (text.length > MOST_CHARACTERS) {
      return null;
    }
    return switch (hint) {
      case BOOLEAN -> bool(new String(text, ISO_8859_1));
      case TIMESTAMP -> boxed(Timestamps.iso(text));
      default -> number.read(text) ? ofNumber(hint, text) : null;
    };
  }

  private static @Nullable Object bool(String text) {
    if (text.equalsIgnoreCase("true")) {
      return true;
    }
    return text.equalsIgnoreCase("false") ? (Object) false : null;
  }

  private @Nullable Object ofNumber(Hint hint, byte[] text) {
    return switch (hint) {
      case LONG -> fits(text, JsonNumber.FITS_LONG) ? (Object) number.longValue() : null;
      case DOUBLE -> fits(text, JsonNumber.FITS_DOUBLE) ? (Object) number.doubleValue() : null;
      case DECIMAL -> fits(text, JsonNumber.FITS_DECIMAL) ? number.decimalValue() : null;
      case TIMESTAMP_SECONDS -> boxed(Timestamps.ofNumber(text, SECOND_DIGITS));
      case TIMESTAMP_MILLIS -> boxed(Timestamps.ofNumber(text, MILLI_DIGITS));
      default -> null;
    };
  }

  private boolean fits(byte[] text, int bit) {
    return number.read(text) && (number.code() & bit) != 0;
  }

  private static @Nullable Object boxed(OptionalLong micros) {
    return micros.isPresent() ? (Object) micros.getAsLong() : null;
  }
}
