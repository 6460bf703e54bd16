package io.firn.config;

import io.firn.LogGroup;
import java.util.regex.Pattern;

/**
 * Log groups by name: {@code *} stands for any characters, slashes too, or none; {@code ?} for one.
 */
public record GroupPattern(String text) {
  private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9_\\-/.#*?]{1,512}");

  public GroupPattern {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "Invalid log group pattern: '"
              + text
              + "' (must be 1 to 512 characters of a-zA-Z0-9_-/.# and the wildcards * and ?)");
    }
  }

  public boolean matches(LogGroup group) {
    return matches(group.name());
  }

  /** Whether this matches, for sure, all that the other matches. */
  boolean covers(GroupPattern other) {
    return text.equals(other.text) || text.chars().allMatch(c -> c == '*');
  }

  /** In steps of at most pattern times name: after a mismatch only the last {@code *} grows. */
  private boolean matches(String name) {
    int at = 0;
    int star = -1;
    int resume = 0;
    int i = 0;
    while (i < name.length()) {
      if (at < text.length() && text.charAt(at) == '*') {
        star = at++;
        resume = i;
      } else if (at < text.length() && fits(text.charAt(at), name.charAt(i))) {
        at++;
        i++;
      } else if (star >= 0) {
        at = star + 1;
        i = ++resume;
      } else {
        return false;
      }
    }
    return text.substring(at).chars().allMatch(c -> c == '*');
  }

  private static boolean fits(char pattern, char c) {
    return pattern == '?' || pattern == c;
  }

  @Override
  public String toString() {
    return text;
  }
}
