package io.firn.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WrittenFormTest {
  private static final String TOKEN = "\n#0123456789abcdef0123456789abcdef";

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}", "{}\n", "\n#", "#", TOKEN, "a" + TOKEN, TOKEN + "\n", "ä\u0000"})
  void contentComesBackAndNoTwoFormsAreEqual(String content) {
    byte[] form = WrittenForm.of(content.getBytes(UTF_8));
    assertThat(WrittenForm.content(form)).isEqualTo(content.getBytes(UTF_8));
    assertThat(WrittenForm.of(content.getBytes(UTF_8))).isNotEqualTo(form);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "\n#0123456789abcdef0123456789abcde",
        "\n#0123456789abcdef0123456789abcdeg",
        "\n!0123456789abcdef0123456789abcdef",
        " #0123456789abcdef0123456789abcdef",
        "\n#0123456789abcdef0123456789abcdef\n"
      })
  void whatWasNotWrittenByAStoreIsAllContent(String text) {
    assertThat(WrittenForm.content(text.getBytes(UTF_8))).isEqualTo(text.getBytes(UTF_8));
  }
}
