package io.firn.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
  private static final long SEED = 20261118;

  /** The bytes around which the rules change. */
  private static final int[] EDGES = {
    0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC,
    0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF8, 0xFF
  };

  @Test
  void agreesWithTheJdkOnAllShortSequencesOfEdges() {
    for (int a : EDGES) {
      for (int b : EDGES) {
        for (int c : EDGES) {
          for (int d : EDGES) {
            check(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d}, "");
          }
          check(new byte[] {(byte) a, (byte) b, (byte) c}, "");
        }
        check(new byte[] {(byte) a, (byte) b}, "");
      }
      check(new byte[] {(byte) a}, "");
    }
    check(new byte[0], "");
  }

  @Test
  void agreesWithTheJdkOnRandomBytes() {
    Random random = new Random(SEED);
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      for (int at = 0; at < bytes.length; at++) {
        bytes[at] = (byte) (random.nextInt(3) == 0 ? EDGES[random.nextInt(EDGES.length)] : 'x');
      }
      check(bytes, "seed " + SEED + ", round " + i + ": ");
    }
  }

  @Test
  void acceptsEveryCodePoint() {
    for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
      if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
        byte[] bytes = Character.toString(point).getBytes(UTF_8);
        check(bytes, "");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 15, 16, 17, 100})
  void looksAtTheSliceOnly(int length) {
    byte[] bytes = new byte[length + 2];
    Arrays.fill(bytes, (byte) 'a');
    bytes[0] = (byte) 0xC3;
    bytes[length + 1] = (byte) 0xA4;

    assertThat(Utf8.isValid(bytes, 1, length)).isTrue();
    assertThat(Utf8.repair(bytes, 1, length)).isEqualTo("a".repeat(length).getBytes(UTF_8));
    assertThat(Utf8.isValid(bytes, 0, length + 2)).isEqualTo(length == 0);
  }

  private static void check(byte[] bytes, String what) {
    byte[] repaired = Utf8.repair(bytes, 0, bytes.length);
    byte[] expected = new String(bytes, UTF_8).getBytes(UTF_8);

    if (!Arrays.equals(repaired, expected)
        || Utf8.isValid(bytes, 0, bytes.length) != isValid(bytes)) {
      HexFormat hex = HexFormat.of();
      fail("%s%s became %s", what, hex.formatHex(bytes), hex.formatHex(repaired));
    }
  }

  private static boolean isValid(byte[] bytes) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
