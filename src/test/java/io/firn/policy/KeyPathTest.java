package io.firn.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyPathTest {
  private static final Map<String, List<String>> READ =
      Map.of(
          "password", List.of("password"),
          "user.email", List.of("user", "email"),
          "a\\.b.c", List.of("a.b", "c"),
          "a\\\\.b", List.of("a\\", "b"),
          "a\\\\\\.b", List.of("a\\.b"),
          " a .b c", List.of(" a ", "b c"),
          "\\.", List.of("."),
          "日本.😀", List.of("日本", "😀"),
          "User.Email", List.of("User", "Email"));

  @Test
  void readsKeysAndSpellsThemAgain() {
    READ.forEach(
        (text, keys) -> {
          assertThat(KeyPath.parse(text).keys()).as(text).isEqualTo(keys);
          assertThat(KeyPath.parse(text)).hasToString(text);
        });
  }

  @Test
  void refusesEmptyKeys() {
    for (String text : List.of("", ".", "a.", ".a", "a..b", "a\\\\.")) {
      assertThatThrownBy(() -> KeyPath.parse(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Invalid key path: '%s' (must be 1 to 100 keys, none of them empty)", text);
    }
    assertThatThrownBy(() -> new KeyPath(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesLoneBackslashes() {
    for (String text : List.of("\\", "a\\", "a\\b", "a.\\\"", "a\\\\\\")) {
      assertThatThrownBy(() -> KeyPath.parse(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Invalid key path: '%s' (must have a dot or a backslash after each backslash)", text);
    }
  }

  @Test
  void isOfAHundredKeysAtMost() {
    assertThat(new KeyPath(Collections.nCopies(100, "a")).keys()).hasSize(100);
    assertThatThrownBy(() -> new KeyPath(Collections.nCopies(101, "a")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isEqualByItsCaseAsWritten() {
    assertThat(KeyPath.parse("a.b"))
        .isEqualTo(new KeyPath(List.of("a", "b")))
        .isNotEqualTo(KeyPath.parse("A.b"));
  }

  @Test
  void aPathIsBelowThoseThatItGoesThrough() {
    KeyPath path = KeyPath.parse("User.e\\.mail.x");
    assertThat(path.isBelow(KeyPath.parse("user"))).isTrue();
    assertThat(path.isBelow(KeyPath.parse("USER.E\\.Mail"))).isTrue();
    assertThat(path.isBelow(KeyPath.parse("user.e"))).isFalse();
    assertThat(path.isBelow(KeyPath.parse("use"))).isFalse();
    assertThat(path.isBelow(path)).isFalse();
    assertThat(KeyPath.parse("user").isBelow(path)).isFalse();
  }
}
