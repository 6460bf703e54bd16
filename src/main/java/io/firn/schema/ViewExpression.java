package io.firn.schema;

import java.util.List;
import java.util.stream.Collectors;

/**
 * An expression of Trino.
 *
 * @param type its type, as a cast spells it
 */
record ViewExpression(String text, String type) {
  static final String VARCHAR = "varchar";
  static final String JSON = "json";

  /** A column of the view, or a field of a row in it. */
  record Named(String name, ViewExpression value) {
    String asField() {
      return TypeDialect.quoted(name) + " " + value.type();
    }

    /** As SELECT names it. */
    String asColumn() {
      String quoted = TypeDialect.quoted(name);
      return value.text().equals(quoted) ? quoted : value.text() + " AS " + quoted;
    }
  }

  ViewExpression cast(String to) {
    return type.equals(to) ? this : new ViewExpression("cast(" + text + " AS " + to + ")", to);
  }

  /** The first that is not null; all are of one type. */
  static ViewExpression coalesce(List<ViewExpression> values) {
    return values.size() == 1
        ? values.get(0)
        : new ViewExpression(
            values.stream()
                .map(ViewExpression::text)
                .collect(Collectors.joining(", ", "coalesce(", ")")),
            values.get(0).type());
  }

  /** A row of the fields; null where {@code original} is. */
  static ViewExpression row(String original, List<Named> fields) {
    String type =
        fields.stream().map(Named::asField).collect(Collectors.joining(", ", "row(", ")"));
    String values =
        fields.stream().map(field -> field.value().text()).collect(Collectors.joining(", "));
    return new ViewExpression(
        "if(" + original + " IS NULL, NULL, cast(row(" + values + ") AS " + type + "))", type);
  }

  /** The list with each element replaced. */
  static ViewExpression transform(String list, String element, ViewExpression replacement) {
    return new ViewExpression(
        "transform(" + list + ", " + element + " -> " + replacement.text() + ")",
        "array(" + replacement.type() + ")");
  }

  /** JSON text of a value of any type. */
  ViewExpression asJsonText() {
    return new ViewExpression("json_format(" + cast(JSON).text() + ")", VARCHAR);
  }
}
