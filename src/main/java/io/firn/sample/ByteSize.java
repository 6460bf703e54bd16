package io.firn.sample;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A size in decimal units: {@code 64MB} is 64,000,000 bytes. */
record ByteSize(long bytes) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(B|KB|MB|GB|TB)");

  ByteSize {
    if (bytes <= 0) {
      throw new IllegalArgumentException("Invalid size: " + bytes + " bytes (must be > 0)");
    }
  }

  static ByteSize parse(String text) {
    Matcher matcher = FORM.matcher(text.toUpperCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "Invalid size: '" + text + "' (must be like 64MB, with B, KB, MB, GB or TB)");
    }
    long unit =
        switch (matcher.group(2)) {
          case "KB" -> 1_000L;
          case "MB" -> 1_000_000L;
          case "GB" -> 1_000_000_000L;
          case "TB" -> 1_000_000_000_000L;
          default -> 1L;
        };
    return new ByteSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), unit));
  }
}
