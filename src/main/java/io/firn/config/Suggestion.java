package io.firn.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a person may have meant. */
final class Suggestion {
  private Suggestion() {}

  /** {@code (did you mean 'parser'?)}, or nothing if no word is near. */
  static String text(String word, List<String> known) {
    return nearest(word, known).map(nearest -> " (did you mean '" + nearest + "'?)").orElse("");
  }

  /** The known word that is most alike, if any is near. */
  static Optional<String> nearest(String word, List<String> known) {
    String plain = plain(word);
    return known.stream()
        .filter(candidate -> distance(plain, plain(candidate)) <= most(plain))
        .min(Comparator.comparingInt(candidate -> distance(plain, plain(candidate))));
  }

  /** {@code logGroup} and {@code log_group} are {@code log-group}. */
  private static String plain(String word) {
    String cut = word.length() > 64 ? word.substring(0, 64) : word;
    return cut.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  private static int most(String word) {
    return word.length() < 4 ? 1 : 2;
  }

  /** Letters to insert, remove or replace. */
  private static int distance(String from, String to) {
    int[] above = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int changed = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(changed, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[to.length()];
  }
}
