package io.firn.parse;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One look at a pattern: which named groups it has, with names that Java would not take rewritten,
 * and whether what stands outside of them is literal. In doubt it is not.
 */
final class PatternScan {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final String QUANTIFIERS = "*+?{";

  /** Escapes of white space and of places between characters. */
  private static final String EMPTY_ESCAPES = "stnrhvRbBAzZ";

  private final String pattern;
  private final StringBuilder rewritten = new StringBuilder();
  private final List<String> names = new ArrayList<>();
  private final List<Integer> numbers = new ArrayList<>();

  /** Whether each open group is a named one. */
  private final Deque<Boolean> open = new ArrayDeque<>();

  private int groups;
  private int openNamed;
  private boolean lastClosedNamed;
  private boolean literal = true;

  PatternScan(String pattern) {
    this.pattern = pattern;
    int at = 0;
    while (at < pattern.length()) {
      int to = step(at);
      if (openNamed == 0 && to < pattern.length() && isRepeated(at, to)) {
        literal = false;
      }
      at = to;
    }
  }

  String rewritten() {
    return rewritten.toString();
  }

  List<String> names() {
    return List.copyOf(names);
  }

  List<Integer> numbers() {
    return List.copyOf(numbers);
  }

  boolean isLiteral() {
    return literal;
  }

  /** Takes what begins there, and gives its end. */
  private int step(int at) {
    return switch (pattern.charAt(at)) {
      case '\\' -> escape(at);
      case '[' -> characterClass(at);
      case '(' -> open(at);
      case ')' -> close(at);
      case '|', '.' -> outside(at);
      default -> copy(at, at + 1);
    };
  }

  /** Repeated white space is as good as one; a group that may be missing is one that has none. */
  private boolean isRepeated(int at, int to) {
    char quantifier = pattern.charAt(to);
    if (QUANTIFIERS.indexOf(quantifier) < 0 || QUANTIFIERS.indexOf(pattern.charAt(at)) >= 0) {
      return false;
    }
    String atom = pattern.substring(at, to);
    boolean isNamedGroup = lastClosedNamed && atom.equals(")");
    return !(atom.equals(" ") || atom.equals("\\s") || (isNamedGroup && quantifier == '?'));
  }

  private int outside(int at) {
    literal &= openNamed > 0;
    return copy(at, at + 1);
  }

  private int escape(int at) {
    if (at + 1 == pattern.length()) {
      return copy(at, at + 1);
    }
    char escaped = pattern.charAt(at + 1);
    if (escaped == 'Q') {
      int end = pattern.indexOf("\\E", at);
      return copy(at, end < 0 ? pattern.length() : end + 2);
    }
    if (escaped == 'k' && pattern.startsWith("<", at + 2) && pattern.indexOf('>', at) > 0) {
      literal &= openNamed > 0;
      int end = pattern.indexOf('>', at);
      int known = names.indexOf(pattern.substring(at + 3, end));
      return known < 0 ? copy(at, end + 1) : write("\\k<" + javaName(known) + ">", end + 1);
    }
    boolean plain = !Character.isLetterOrDigit(escaped) || EMPTY_ESCAPES.indexOf(escaped) >= 0;
    literal &= plain || openNamed > 0;
    return copy(at, at + 2);
  }

  private int characterClass(int at) {
    literal &= openNamed > 0;
    int depth = 0;
    int to = at;
    while (to < pattern.length()) {
      char c = pattern.charAt(to);
      if (c == '\\') {
        to++;
      } else if (c == '[') {
        depth++;
        to += pattern.startsWith("^", to + 1) ? 1 : 0;
        to += pattern.startsWith("]", to + 1) ? 1 : 0;
      } else if (c == ']' && --depth == 0) {
        return copy(at, to + 1);
      }
      to++;
    }
    return copy(at, pattern.length());
  }

  private int open(int at) {
    boolean named = pattern.startsWith("(?<", at) && !isLookbehind(at);
    int end = named ? pattern.indexOf('>', at) : -1;
    if (!named || end < 0) {
      boolean special = pattern.startsWith("(?", at);
      groups += special ? 0 : 1;
      literal &= !special || pattern.startsWith("(?:", at) || openNamed > 0;
      open.push(false);
      return copy(at, special && pattern.startsWith("(?:", at) ? at + 3 : at + (special ? 2 : 1));
    }
    groups++;
    openNamed++;
    open.push(true);
    names.add(checked(pattern.substring(at + 3, end)));
    numbers.add(groups);
    return write("(?<" + javaName(names.size() - 1) + ">", end + 1);
  }

  private boolean isLookbehind(int at) {
    return pattern.startsWith("=", at + 3) || pattern.startsWith("!", at + 3);
  }

  private int close(int at) {
    lastClosedNamed = !open.isEmpty() && open.pop();
    openNamed -= lastClosedNamed ? 1 : 0;
    return copy(at, at + 1);
  }

  private String checked(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "Invalid name of a group: '" + name + "' (must be letters, digits and _)");
    }
    if (names.contains(name)) {
      throw new IllegalArgumentException("Two groups have the name " + name);
    }
    return name;
  }

  private static String javaName(int index) {
    return "g" + index;
  }

  private int copy(int from, int to) {
    int end = Math.min(to, pattern.length());
    rewritten.append(pattern, from, end);
    return end;
  }

  private int write(String text, int end) {
    rewritten.append(text);
    return end;
  }
}
