package io.firn.check;

import java.util.List;
import java.util.function.UnaryOperator;

/** Trino expressions over all rows of a table for what {@link RowSums} counts in Java. */
final class TrinoSql {
  private TrinoSql() {}

  static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  static String text(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  /** How many values of the place are not null. */
  static String present(Place place) {
    return place.isRepeated()
        ? total(place, value -> "IF(" + value + " IS NULL, 0, 1)")
        : "count(" + value(place.steps()) + ")";
  }

  /** How many elements or entries there are, or the sum of the CRC-32 of all values. */
  static String sum(Place place) {
    return switch (place.kind()) {
      case STRUCT -> "BIGINT '0'";
      case LIST, MAP -> total(place, value -> "COALESCE(cardinality(" + value + "), 0)");
      default ->
          total(place, value -> "COALESCE(crc32(" + place.kind().trinoBytes(value) + "), 0)");
    };
  }

  private static String value(List<Step> fields) {
    return String.join(".", fields.stream().map(step -> quoted(step.name())).toList());
  }

  private static String total(Place place, UnaryOperator<String> perValue) {
    return "COALESCE(sum(" + fold(place.steps(), "", 0, perValue) + "), 0)";
  }

  /** Goes down all steps; lists and maps become sums over what they hold. */
  private static String fold(
      List<Step> steps, String value, int depth, UnaryOperator<String> perValue) {
    if (steps.isEmpty()) {
      return perValue.apply(value);
    }
    Step step = steps.get(0);
    List<Step> rest = steps.subList(1, steps.size());
    return switch (step.to()) {
      case FIELD -> {
        String field = (value.isEmpty() ? "" : value + ".") + quoted(step.name());
        yield fold(rest, field, depth, perValue);
      }
      case ELEMENT -> reduce(rest, value, depth, perValue);
      case KEY -> reduce(rest, "map_keys(" + value + ")", depth, perValue);
      case VALUE -> reduce(rest, "map_values(" + value + ")", depth, perValue);
    };
  }

  private static String reduce(
      List<Step> rest, String list, int depth, UnaryOperator<String> perValue) {
    String sum = "s" + depth;
    String element = "x" + depth;
    return "COALESCE(reduce(%s, BIGINT '0', (%s, %s) -> %s + %s, %s -> %s), 0)"
        .formatted(list, sum, element, sum, fold(rest, element, depth + 1, perValue), sum, sum);
  }
}
