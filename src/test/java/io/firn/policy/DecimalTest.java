package io.firn.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecimalTest {
  private static final long SEED = 20261119;

  /** Each below the next; what stands together is equal. */
  private static final String[][] ORDER = {
    {"-1e999999999999999999999", "-1e9999999999999999999999999"},
    {"-1e100"},
    {"-10.5", "-1.05e1"},
    {"-10.1"},
    {"-1e-999999999999999"},
    {"0", "-0", "0.000", "0e99999999999", "-0.0E-7"},
    {"1e-999999999999999"},
    {"1e-1000000000"},
    {"0.01", "1e-2", "10.0e-3", "0.0100"},
    {"0.0101"},
    {"0.1"},
    {"9"},
    {"10", "1e1", "10.00", "0.1e2", "100e-1"},
    {"10.000000000000000000000000000001"},
    {"10.1"},
    {"100"},
    {"12345678901234567890123456789012345678901"},
    {"12345678901234567890123456789012345678902"},
    {"1e1000000000"},
    {"1.5e1000000000", "15e999999999"},
    {"1e999999999999999999999"},
  };

  @Test
  void ordersNumbersOfAnySize() {
    for (int i = 0; i < ORDER.length; i++) {
      for (int j = 0; j < ORDER.length; j++) {
        for (String left : ORDER[i]) {
          for (String right : ORDER[j]) {
            assertThat(Integer.signum(decimal(left).compareTo(decimal(right))))
                .as("%s and %s", left, right)
                .isEqualTo(Integer.compare(i, j));
          }
        }
      }
    }
  }

  @Test
  void ordersAsBigDecimalDoes() {
    Random random = new Random(SEED);
    int equal = 0;
    for (int i = 0; i < 30_000; i++) {
      String left = spelled(random);
      String right = spelled(random);
      int order = new BigDecimal(left).compareTo(new BigDecimal(right));
      assertThat(Integer.signum(decimal(left).compareTo(decimal(right))))
          .as("seed %d, round %d: %s and %s", SEED, i, left, right)
          .isEqualTo(order);
      equal += order == 0 ? 1 : 0;
    }
    assertThat(equal).isGreaterThan(300);
  }

  private static Decimal decimal(String text) {
    byte[] bytes = (" " + text + " ").getBytes(UTF_8);
    return Decimal.of(bytes, 1, bytes.length - 1);
  }

  /** Few digits, so that equal values meet in different spellings. */
  private static String spelled(Random random) {
    StringBuilder number = new StringBuilder(random.nextInt(4) == 0 ? "-" : "");
    number.append(random.nextBoolean() ? "0" : "1" + "0".repeat(random.nextInt(3)));
    if (random.nextBoolean()) {
      number.append('.');
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        number.append("001".charAt(random.nextInt(3)));
      }
    }
    if (random.nextBoolean()) {
      number.append(random.nextBoolean() ? "e" : "E+").append(random.nextInt(4));
    } else if (random.nextBoolean()) {
      number.append("e-").append(random.nextInt(4));
    }
    return number.toString();
  }
}
