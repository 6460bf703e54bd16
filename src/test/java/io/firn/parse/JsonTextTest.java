package io.firn.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class JsonTextTest {
  @Test
  void escapesOnlyWhatItMust() {
    assertThat(quote("a\"\\/\b\f\n\r\t\u0001\u001f\u007f\u00e4\ud83d\ude00"))
        .isEqualTo("\"a\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\u007f\u00e4\ud83d\ude00\"");
    assertThat(quote("")).isEqualTo("\"\"");
  }

  @Test
  void isReadBackAsItWas() throws Exception {
    ObjectMapper jackson = new ObjectMapper();
    for (int point = 0; point < 0x3000; point++) {
      String text = "a" + Character.toString(point);
      assertThat(jackson.readTree(quote(text)).textValue()).as("%x", point).isEqualTo(text);
    }
  }

  private static String quote(String text) {
    return new String(JsonText.quote(text.getBytes(UTF_8)), UTF_8);
  }
}
