package io.firn.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.firn.parse.JsonTape;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** What masked values show, as JSON strings; for one thread. */
final class Masking {
  private static final byte[] FIXED = "\"***\"".getBytes(UTF_8);
  private static final byte[] HIDDEN = "\"****\"".getBytes(UTF_8);
  private static final int SHOWN = 4;
  private static final int LEAST = 8;

  private final @Nullable Mac mac;

  /**
   * Takes the key of the keyed hash.
   *
   * @param key empty if there is no such mask
   */
  Masking(byte[] key) {
    mac = key.length == 0 ? null : keyed(key);
  }

  private static Mac keyed(byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, mac.getAlgorithm()));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new AssertionError("Every Java has HMAC-SHA-256", e);
    }
  }

  /** The JSON string that stands for the value at {@code token}. */
  byte[] mask(Mask mask, JsonTape tape, int token) {
    return switch (mask) {
      case FIXED -> FIXED;
      case LAST4 -> last(tape, token);
      case HASH -> hash(content(tape, token));
    };
  }

  /** A string's text, anything else as it is spelled. */
  private static byte[] content(JsonTape tape, int token) {
    return tape.kind(token) == JsonTape.STRING
        ? tape.decode(token)
        : Arrays.copyOfRange(tape.bytes(), tape.start(token), tape.end(token));
  }

  private byte[] hash(byte[] content) {
    byte[] hash = Objects.requireNonNull(mac).doFinal(content);
    return ('"' + HexFormat.of().formatHex(hash) + '"').getBytes(UTF_8);
  }

  private static byte[] last(JsonTape tape, int token) {
    byte kind = tape.kind(token);
    if (kind != JsonTape.STRING && kind != JsonTape.NUMBER) {
      return HIDDEN;
    }
    byte[] text = content(tape, token);
    return codePoints(text) < LEAST ? HIDDEN : shown(text, lastStart(text));
  }

  private static int codePoints(byte[] text) {
    int count = 0;
    for (byte b : text) {
      count += isContinuation(b) ? 0 : 1;
    }
    return count;
  }

  private static int lastStart(byte[] text) {
    int at = text.length;
    for (int left = SHOWN; left > 0; left--) {
      do {
        at--;
      } while (isContinuation(text[at]));
    }
    return at;
  }

  private static boolean isContinuation(byte b) {
    return (b & 0xC0) == 0x80;
  }

  private static byte[] shown(byte[] text, int from) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(HIDDEN, 0, HIDDEN.length - 1);
    for (int i = from; i < text.length; i++) {
      byte b = text[i];
      if (b >= 0 && b < ' ') {
        out.writeBytes(String.format("\\u%04x", b).getBytes(UTF_8));
        continue;
      }
      if (b == '"' || b == '\\') {
        out.write('\\');
      }
      out.write(b);
    }
    out.write('"');
    return out.toByteArray();
  }
}
