package io.firn.decode;

import static io.firn.decode.Gzips.concat;
import static io.firn.decode.Gzips.slice;
import static io.firn.decode.Gzips.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class Base64BytesTest {
  @Test
  void decodesWhatTheJdkEncodes() {
    for (int seed = 0; seed < 3000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[random.nextInt(50)];
      random.nextBytes(bytes);
      byte[] before = utf8("ab".repeat(random.nextInt(3)));
      byte[] text = concat(before, Base64.getEncoder().encode(bytes), utf8("cd"));

      int end = Base64Bytes.decodeInPlace(text, before.length, text.length - 2);

      assertThat(slice(text, before.length, end)).as("seed %s", seed).isEqualTo(bytes);
      assertThat(slice(text, 0, before.length)).isEqualTo(before);
      assertThat(slice(text, text.length - 2, text.length)).isEqualTo(utf8("cd"));
    }
  }

  @Test
  void othersStayAsTheyAre() {
    for (String text :
        new String[] {
          "a", "ab", "abc", "ab=c", "=abc", "====", "a===", "abcde", "ab-_", "ab\nc", "äbc", "ab c"
        }) {
      byte[] bytes = utf8(text);
      assertThat(Base64Bytes.decodeInPlace(bytes, 0, bytes.length)).as(text).isEqualTo(-1);
      assertThat(bytes).isEqualTo(utf8(text));
    }
  }
}
