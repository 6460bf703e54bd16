package io.firn.parse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** JSON spelling of values. */
public final class JsonText {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private JsonText() {}

  /** The JSON string literal, quotes included, of a string in UTF-8; escapes only what it must. */
  public static byte[] quote(byte[] utf8) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(utf8.length + 16);
    out.write('"');
    for (byte b : utf8) {
      if (b == '"' || b == '\\') {
        out.write('\\');
        out.write(b);
      } else if (b >= 0 && b < ' ') {
        writeControl(b, out);
      } else {
        out.write(b);
      }
    }
    out.write('"');
    return out.toByteArray();
  }

  private static void writeControl(byte control, ByteArrayOutputStream out) {
    out.write('\\');
    switch (control) {
      case '\b' -> out.write('b');
      case '\t' -> out.write('t');
      case '\n' -> out.write('n');
      case '\f' -> out.write('f');
      case '\r' -> out.write('r');
      default -> {
        out.write('u');
        out.write('0');
        out.write('0');
        out.write(HEX[control >> 4]);
        out.write(HEX[control & 15]);
      }
    }
  }
}
