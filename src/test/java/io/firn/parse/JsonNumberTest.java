package io.firn.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonNumberTest {
  private static final long SEED = 20261118;
  private static final BigDecimal LEAST_LONG = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal MOST_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

  private final JsonTape tape = new JsonTape();

  @ParameterizedTest
  @CsvSource({
    "0, 7, 0",
    "-0, 7, 0",
    "0.0, 7, 8",
    "-0.0e5, 7, 8",
    "0e999999999, 7, 8",
    "1, 7, 0",
    "1.0, 7, 8",
    "1e3, 7, 8",
    "1000e-3, 7, 8",
    "1.5, 2, 8",
    "0.1, 2, 8",
    "-12.345, 2, 8",
    "999999999999999, 7, 0",
    "9007199254740992, 7, 0",
    "9007199254740993, 5, 0",
    "9223372036854775807, 5, 0",
    "-9223372036854775808, 5, 0",
    "9223372036854775808, 4, 16",
    "-9223372036854775809, 4, 16",
    "9223372036854775808.0, 4, 8",
    "1e18, 7, 8",
    "1e22, 6, 8",
    "1e37, 6, 8",
    "1e38, 2, 8",
    "1e308, 2, 8",
    "1e309, 0, 8",
    "1e-999999999, 0, 8",
    "1e999999999, 0, 8",
    "1e99999999999999999999, 0, 8",
    "0.000e-99999999999999999999, 7, 8",
    "4.9e-324, 2, 8",
    "4.94e-324, 0, 8",
    "99999999999999999999999999999999999999, 4, 16",
    "100000000000000000000000000000000000000, 2, 16",
    "123456789012345678901234567890123456789, 0, 16",
    "0.30000000000000004, 2, 8",
    "0.300000000000000041, 0, 8",
    "1700000000123456789, 5, 0",
    "1.7976931348623157e308, 2, 8"
  })
  void saysSpellingAndFit(String text, int fits, int spelled) {
    int code = number(text);

    assertThat(code & JsonNumber.FITS).as(text).isEqualTo(fits);
    assertThat(code & JsonNumber.SPELLED).as(text).isEqualTo(spelled);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9007199254740991",
        "9007199254740992",
        "9007199254740993",
        "9007199254740994",
        "-9007199254740993",
        "1152921504606846976",
        "1152921504606846980",
        "9223372036854775806",
        "9223372036854775807",
        "9223372036854775808",
        "9223372036854775809",
        "-9223372036854775807",
        "-9223372036854775808",
        "-9223372036854775809",
        "18446744073709551615",
        "18446744073709551616",
        "9999999999999999999",
        "10000000000000000000",
        "1e19",
        "92233720368547758070e-1",
        "922337203685477580.7e1",
        "922337203685477580.8e1",
        "-922337203685477580.8e1",
        "1e22",
        "1e23",
        "9.999999999999999e22",
        "2e23",
        "891e19",
        "1e37",
        "1e38",
        "9.9e37",
        "9.9e38",
        "4.9e-324",
        "4.9E-323",
        "2.2250738585072014e-308",
        "2.2250738585072011e-308",
        "1.7976931348623157E308",
        "1.7976931348623158E308",
        "1.8e308",
        "1e-324",
        "0.1",
        "0.10",
        "100.00",
        "3.0e-5",
        "123456.7e1",
        "0.000000000000000001",
        "1.000000000000000000000000000000000000000000",
        "0.1e5",
        "5e-1",
        "50e-1",
        "120e-2",
        "0e0",
        "-0e-5",
        "0.00"
      })
  void agreesWithBigDecimalOnTheEdges(String text) {
    check(text, 0);
  }

  @Test
  void agreesWithBigDecimalOnRandomNumbers() {
    Random random = new Random(SEED);
    for (int i = 0; i < 60_000; i++) {
      check(randomNumber(random), i);
    }
  }

  @Test
  void agreesWithBigDecimalOnPrintedDoubles() {
    Random random = new Random(SEED);
    for (int i = 0; i < 40_000; i++) {
      double value =
          switch (random.nextInt(3)) {
            case 0 -> Double.longBitsToDouble(random.nextLong());
            case 1 -> random.nextGaussian() * 1000;
            default -> random.nextLong() >> random.nextInt(64);
          };
      if (Double.isFinite(value)) {
        String text = Double.toString(value);
        check(text, i);
        assertThat(number(text) & JsonNumber.FITS_DOUBLE).as(text).isNotZero();
        assertThat(tape.doubleValue(2)).as(text).isEqualTo(value);
      }
    }
  }

  /** The fast path takes these for doubles without a look at what they print. */
  @Test
  void shortNumbersPrintAsThemselves() {
    Random random = new Random(SEED);
    for (int i = 0; i < 60_000; i++) {
      long digits = Math.floorMod(random.nextLong(), (long) Math.pow(10, 1 + random.nextInt(15)));
      int most = 16 - Long.toString(digits).length();
      int exponent = i % 4 == 0 ? -random.nextInt(240) : most - random.nextInt(30);
      check(digits + "e" + exponent, i);
    }
  }

  @Test
  void survivesNumbersOfAMillionDigits() {
    String zeros = "0".repeat(1_000_000);

    assertThat(number("0." + zeros + "1e1000001")).isEqualTo(7 | JsonNumber.SPELLED_DOUBLE);
    assertThat(tape.longValue(2)).isEqualTo(1);
    assertThat(number("12" + zeros + ".0e-1000000")).isEqualTo(7 | JsonNumber.SPELLED_DOUBLE);
    assertThat(tape.decimalValue(2)).isEqualTo(new BigDecimal(12));
    assertThat(tape.doubleValue(2)).isEqualTo(12.0);
    assertThat(number("1" + zeros)).isEqualTo(JsonNumber.SPELLED_DECIMAL);
    assertThat(number("1" + zeros + "1")).isEqualTo(JsonNumber.SPELLED_DECIMAL);
  }

  private static String randomNumber(Random random) {
    StringBuilder text = new StringBuilder(random.nextBoolean() ? "-" : "");
    text.append(random.nextInt(4) == 0 ? "0" : 1 + random.nextInt(9) + digits(random, 21));
    if (random.nextInt(8) == 0) {
      text.append(text.charAt(text.length() - 1) == '0' ? "" : digits(random, 21));
    }
    if (random.nextInt(2) == 0) {
      text.append('.').append(random.nextInt(10)).append(digits(random, 20));
    }
    if (random.nextInt(3) == 0) {
      text.append(random.nextBoolean() ? 'e' : 'E');
      text.append(random.nextInt(3) == 0 ? "+" : random.nextBoolean() ? "-" : "");
      text.append(random.nextInt(random.nextInt(5) == 0 ? 400 : 30));
    }
    return text.toString();
  }

  private static String digits(Random random, int most) {
    StringBuilder text = new StringBuilder();
    int run = random.nextInt(10);
    for (int i = random.nextInt(random.nextInt(most) + 1); i > 0; i--) {
      text.append(random.nextInt(3) == 0 ? random.nextInt(10) : run);
    }
    return text.toString();
  }

  private void check(String text, int round) {
    BigDecimal value = new BigDecimal(text);
    int code = number(text);

    assertThat(code)
        .as("%s, seed %d, round %d", text, SEED, round)
        .isEqualTo(expected(text, value));
    if ((code & JsonNumber.FITS_LONG) != 0) {
      assertThat(tape.longValue(2)).as(text).isEqualTo(value.longValueExact());
    }
    if ((code & JsonNumber.FITS_DOUBLE) != 0) {
      assertThat(tape.doubleValue(2)).as(text).isEqualTo(Double.parseDouble(text));
    }
    if ((code & JsonNumber.FITS_DECIMAL) != 0) {
      assertThat(tape.decimalValue(2)).as(text).isEqualTo(value.setScale(0));
    }
  }

  private static int expected(String text, BigDecimal value) {
    double nearest = Double.parseDouble(text);
    boolean isDouble =
        Double.isFinite(nearest) && value.compareTo(new BigDecimal(Double.toString(nearest))) == 0;
    boolean isIntegral = value.signum() == 0 || value.stripTrailingZeros().scale() <= 0;
    boolean inLong = value.compareTo(LEAST_LONG) >= 0 && value.compareTo(MOST_LONG) <= 0;
    boolean inDecimal = value.abs().compareTo(new BigDecimal(BigInteger.TEN.pow(38))) < 0;
    boolean isInteger = text.matches("-?[0-9]+");
    return (isIntegral && inLong ? JsonNumber.FITS_LONG : 0)
        | (isDouble ? JsonNumber.FITS_DOUBLE : 0)
        | (isIntegral && inDecimal ? JsonNumber.FITS_DECIMAL : 0)
        | (!isInteger
            ? JsonNumber.SPELLED_DOUBLE
            : inLong ? JsonNumber.SPELLED_LONG : JsonNumber.SPELLED_DECIMAL);
  }

  /** The code of the number; its token is 2. */
  private int number(String text) {
    byte[] bytes = ("{\"n\":" + text + "}").getBytes(UTF_8);
    assertThat(tape.read(bytes, 0, bytes.length)).as(text).isTrue();
    return tape.number(2);
  }
}
