package io.firn.decode;

import static io.firn.decode.Gzips.concat;
import static io.firn.decode.Gzips.utf8;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.parse.Utf8;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class UnescapedTextTest {
  private final UnescapedText text = new UnescapedText();

  @Test
  void saysWhatJacksonSays() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    String[] pieces = {
      "plain",
      "ä€",
      "\uD83D\uDE00",
      "\\\"",
      "\\\\",
      "\\/",
      "\\b",
      "\\f",
      "\\n",
      "\\r",
      "\\t",
      "\\u0000",
      "\\u00e4",
      "\\u20AC",
      "\\ud83d\\ude00",
      "\\uD83D\\uDE00",
      "x".repeat(20)
    };
    for (int seed = 0; seed < 5000; seed++) {
      Random random = new Random(seed);
      StringBuilder json = new StringBuilder();
      int count = random.nextInt(12);
      for (int i = 0; i < count; i++) {
        json.append(pieces[random.nextInt(pieces.length)]);
      }
      byte[] padded = utf8("x".repeat(random.nextInt(9)) + "\"" + json + "\"" + "y");
      int from = padded.length - 2 - utf8(json.toString()).length;
      String expected = mapper.readValue("\"" + json + "\"", String.class);

      assertThat(text.read(padded, from, padded.length - 2)).as("seed %s", seed).isTrue();
      assertThat(bytes()).as("seed %s: %s", seed, json).isEqualTo(expected.getBytes(UTF_8));
    }
  }

  @Test
  void loneSurrogatesAreBytesThatAreNoUtf8() {
    byte[] high = {(byte) 0xED, (byte) 0xA0, (byte) 0xBD};
    byte[] low = {(byte) 0xED, (byte) 0xB8, (byte) 0x80};
    for (String json : new String[] {"\\ud83d", "a\\ud83dz", "\\ud83d\\u0041", "\\ud83d\\n"}) {
      byte[] read = read(json);
      assertThat(Utf8.isValid(read, 0, read.length)).as(json).isFalse();
      assertThat(new String(read, ISO_8859_1)).contains(new String(high, ISO_8859_1));
    }
    assertThat(read("\\ude00")).isEqualTo(low);
    assertThat(read("\\ude00\\ud83d")).isEqualTo(concat(low, high));
    assertThat(read("\\ud83d\\ud83d\\ude00")).isEqualTo(concat(high, utf8("\uD83D\uDE00")));
  }

  @Test
  void bytesThatAreNoUtf8StayAsTheyAre() {
    byte[] json = {'a', (byte) 0xFF, '\\', 'n', (byte) 0xC3, (byte) 0xED, (byte) 0xA0};
    assertThat(text.read(json, 0, json.length)).isTrue();
    assertThat(bytes())
        .isEqualTo(new byte[] {'a', (byte) 0xFF, '\n', (byte) 0xC3, (byte) 0xED, (byte) 0xA0});
  }

  @Test
  void otherEscapesAreNone() {
    for (String json :
        new String[] {
          "\\", "\\x", "\\U0041", "\\u", "\\u004", "\\u00g1", "\\u+123", "\\u 123", "\\'"
        }) {
      byte[] bytes = utf8(json + "0000");
      assertThat(text.read(bytes, 0, json.length())).as(json).isFalse();
    }
  }

  private byte[] read(String json) {
    byte[] bytes = utf8(json);
    assertThat(text.read(bytes, 0, bytes.length)).isTrue();
    return bytes();
  }

  private byte[] bytes() {
    return Arrays.copyOf(text.bytes(), text.length());
  }
}
