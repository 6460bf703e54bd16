package io.firn.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What is wrong with a config file, collected so that all of it is told at once. */
final class Problems {
  private final String file;
  private final List<Problem> problems = new ArrayList<>();

  private record Problem(Place place, String path, String text) {}

  /**
   * None yet.
   *
   * @param file as messages name it
   */
  Problems(String file) {
    this.file = file;
  }

  /** Notes a problem; the path is empty where the file as such is meant. */
  void add(Place place, String path, String text) {
    problems.add(new Problem(place, path, text));
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  int count() {
    return problems.size();
  }

  /** All problems in the order of the file. */
  ConfigException exception() {
    return new ConfigException(
        problems.stream()
            .sorted(Comparator.comparing(Problem::place))
            .map(this::line)
            .distinct()
            .toList());
  }

  private String line(Problem problem) {
    String path = problem.path.isEmpty() ? "" : problem.path + ": ";
    return file + ":" + problem.place + ": " + oneLine(path + problem.text);
  }

  private static String oneLine(String text) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
        line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        line.append(c);
      }
    }
    return line.toString();
  }
}
