package io.firn.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Set;

/** Names that Athena and Glue take: {@code [a-z0-9_]}, at most 255 long. */
final class ColumnNames {
  static final int MAX_LENGTH = 255;
  private static final int SHORT_HASH = 6;

  /** Keys in the order of their columns' names. */
  static final Comparator<String> ORDER =
      Comparator.comparing(ColumnNames::fold).thenComparing(KeyOrder.UTF8);

  private ColumnNames() {}

  /** ASCII lower case, every other character {@code _}, a leading digit prefixed {@code c_}. */
  static String fold(String key) {
    StringBuilder name = new StringBuilder(key.length() + 2);
    key.codePoints().forEach(c -> name.append(foldCodePoint(c)));
    if (!name.isEmpty() && Character.isDigit(name.charAt(0))) {
      name.insert(0, "c_");
    }
    return name.toString();
  }

  private static char foldCodePoint(int c) {
    if (c >= 'A' && c <= 'Z') {
      return (char) (c + ('a' - 'A'));
    }
    boolean kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    return kept ? (char) c : '_';
  }

  /** Whether the folded name may stand as it is, were it free. */
  static boolean isSpeaking(String folded) {
    return folded.length() <= MAX_LENGTH && folded.chars().anyMatch(c -> c != '_');
  }

  /** {@code <name>_<hash of key>}, free among {@code taken}. */
  static String hashed(String folded, String key, Set<String> taken) {
    return hashed(folded, "", key, taken);
  }

  /** {@code <base><suffix>_<hash of key>}, free among {@code taken}; only the base is cut. */
  static String hashed(String base, String suffix, String key, Set<String> taken) {
    String speaking = base.isEmpty() ? "c" : base;
    int digits = SHORT_HASH;
    while (true) {
      String name = withSuffix(speaking, suffix + "_" + hash(key, digits));
      if (!taken.contains(name)) {
        return name;
      }
      digits *= 2;
    }
  }

  /** The base, cut so that base and suffix have at most 255 characters, and the suffix. */
  static String withSuffix(String base, String suffix) {
    int room = MAX_LENGTH - suffix.length();
    return (base.length() > room ? base.substring(0, room) : base) + suffix;
  }

  private static String hash(String key, int digits) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, digits);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256", e);
    }
  }
}
