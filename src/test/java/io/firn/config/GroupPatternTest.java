package io.firn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.LogGroup;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GroupPatternTest {
  @ParameterizedTest
  @CsvSource({
    "*, /a/b, true",
    "/a, /a, true",
    "/a, /A, false",
    "/a, /ab, false",
    "/aws/*, /aws/lambda/x, true",
    "/aws/*, /aws/, true",
    "/aws/*, /aws, false",
    "*x, axbx, true",
    "*x, axb, false",
    "a?c, abc, true",
    "a?c, ac, false",
    "a?c, a/c, true",
    "a.c, abc, false",
    "**a**, bab, true",
    "?*, a, true"
  })
  void wildcardsStandForCharacters(String pattern, String group, boolean matches) {
    assertThat(new GroupPattern(pattern).matches(new LogGroup(group))).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "[ab]", "a\\*", "{a,b}"})
  void otherCharactersAreRefused(String text) {
    assertThatThrownBy(() -> new GroupPattern(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Invalid log group pattern: '" + text + "' (must be 1 to 512");
  }

  @Test
  void matchesAsARegularExpressionDoes() {
    long seed = 20261202;
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      String pattern = word(random, "ab/*?");
      String group = word(random, "ab/");
      String regex = pattern.replace("*", ".*").replace("?", ".");
      assertThat(new GroupPattern(pattern).matches(new LogGroup(group)))
          .as("seed %d, %s on %s", seed, pattern, group)
          .isEqualTo(Pattern.matches(regex, group));
    }
  }

  private static String word(Random random, String letters) {
    StringBuilder word = new StringBuilder();
    for (int length = 1 + random.nextInt(8); length > 0; length--) {
      word.append(letters.charAt(random.nextInt(letters.length())));
    }
    return word.toString();
  }

  /** A regular expression would take years. */
  @Test
  @Timeout(5)
  void manyWildcardsAreNoTrap() {
    GroupPattern pattern = new GroupPattern("*a".repeat(200) + "b");
    assertThat(pattern.matches(new LogGroup("a".repeat(512)))).isFalse();
  }

  @Test
  void coversWhatItMatchesForSure() {
    assertThat(new GroupPattern("*").covers(new GroupPattern("/a?"))).isTrue();
    assertThat(new GroupPattern("/a*").covers(new GroupPattern("/a*"))).isTrue();
    assertThat(new GroupPattern("/b*").covers(new GroupPattern("/a*"))).isFalse();
    assertThat(new GroupPattern("?*").covers(new GroupPattern("/a*"))).isFalse();
  }
}
