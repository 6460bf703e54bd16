package io.firn.parse;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern and the fields that its named groups are.
 *
 * @param numbers of the groups, in the order of the keys
 * @param isLiteral whether all that stands outside of the groups is written out in the pattern, or
 *     is white space: then the groups alone tell the message
 */
record NamedGroups(Pattern pattern, List<FieldKey> keys, List<Integer> numbers, boolean isLiteral) {

  /**
   * Of a pattern of java.util.regex, the names of whose groups may have {@code _}.
   *
   * @throws IllegalArgumentException if it does not compile, or has no named group
   */
  static NamedGroups of(String pattern) {
    PatternScan scan = new PatternScan(pattern);
    Pattern compiled = compile(pattern, scan.rewritten());
    if (scan.names().isEmpty()) {
      throw new IllegalArgumentException(
          "Invalid pattern: " + pattern + " (must have a named group, such as (?<status>[0-9]+))");
    }
    List<FieldKey> keys = scan.names().stream().map(FieldKey::of).toList();
    return new NamedGroups(compiled, keys, scan.numbers(), scan.isLiteral());
  }

  private static Pattern compile(String pattern, String rewritten) {
    try {
      return Pattern.compile(rewritten);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "Invalid pattern: " + pattern + " (" + e.getDescription() + ")", e);
    }
  }
}
