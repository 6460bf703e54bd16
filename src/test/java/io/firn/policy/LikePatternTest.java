package io.firn.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LikePatternTest {
  private static final long SEED = 20261120;
  private static final String[] TEXTS = {"a", "b", "é", "😀", "\n", "%", "_", "\\"};
  private static final String[] STEPS = {"a", "b", "é", "😀", "\n", "%", "_", "\\%", "\\_", "\\\\"};

  @Test
  void matchesAsARegularExpressionDoes() {
    Random random = new Random(SEED);
    int matched = 0;
    for (int i = 0; i < 50_000; i++) {
      StringBuilder pattern = new StringBuilder();
      StringBuilder regex = new StringBuilder();
      for (int j = random.nextInt(6); j > 0; j--) {
        String step = STEPS[random.nextInt(STEPS.length)];
        pattern.append(step);
        regex.append(regex(step));
      }
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(6); j > 0; j--) {
        text.append(TEXTS[random.nextInt(TEXTS.length)]);
      }
      boolean matches = Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(text).matches();
      assertThat(matches(pattern.toString(), text.toString()))
          .as("seed %d, round %d: '%s' like '%s'", SEED, i, text, pattern)
          .isEqualTo(matches);
      matched += matches ? 1 : 0;
    }
    assertThat(matched).isBetween(2_000, 48_000);
  }

  private static String regex(String step) {
    return switch (step) {
      case "%" -> ".*";
      case "_" -> ".";
      default ->
          Pattern.quote(step.length() == 2 && step.charAt(0) == '\\' ? step.substring(1) : step);
    };
  }

  private static boolean matches(String pattern, String text) {
    byte[] bytes = ("<" + text + ">").getBytes(UTF_8);
    return LikePattern.of(pattern).matches(bytes, 1, bytes.length - 1);
  }

  @Test
  void manyRunsTakeNoTime() {
    String text = "a".repeat(100_000);
    assertThat(matches("%a".repeat(50) + "%b", text)).isFalse();
    assertThat(matches("%a".repeat(50) + "%", text)).isTrue();
  }

  @Test
  void refusesOtherEscapes() {
    for (String pattern : List.of("\\", "\\a", "a\\", "\\\\\\", "\\é")) {
      assertThatThrownBy(() -> LikePattern.of(pattern))
          .as(pattern)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("must have %, _ or \\ after each \\");
    }
  }
}
