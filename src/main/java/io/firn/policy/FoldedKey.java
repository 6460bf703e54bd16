package io.firn.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.firn.parse.JsonTape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A key that stands for all keys that differ from it only in the case of ASCII letters. */
final class FoldedKey {
  private final byte[] folded;

  FoldedKey(String key) {
    folded = key.getBytes(UTF_8);
    for (int i = 0; i < folded.length; i++) {
      folded[i] = fold(folded[i]);
    }
  }

  /** Of its UTF-8. */
  int length() {
    return folded.length;
  }

  /** Whether the key at {@code token} is one of them, its escapes resolved. */
  boolean matches(JsonTape tape, int token) {
    if (tape.isPlain(token)) {
      return matches(tape.bytes(), tape.start(token) + 1, tape.end(token) - 1);
    }
    byte[] key = tape.decode(token);
    return matches(key, 0, key.length);
  }

  /** Whether the key {@code bytes[from, to)} is one of them. */
  boolean matches(byte[] bytes, int from, int to) {
    if (to - from != folded.length) {
      return false;
    }
    for (int i = 0; i < folded.length; i++) {
      if (fold(bytes[from + i]) != folded[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte fold(byte b) {
    return b >= 'A' && b <= 'Z' ? (byte) (b + ('a' - 'A')) : b;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FoldedKey that && Arrays.equals(folded, that.folded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(folded);
  }

  @Override
  public String toString() {
    return new String(folded, UTF_8);
  }
}
