package io.firn.schema;

import io.firn.policy.ColumnRule;
import io.firn.policy.Hint;
import io.firn.policy.SchemaRules;
import io.firn.schema.Column.Kind;
import io.firn.schema.ColumnType.Repeated;
import io.firn.schema.ColumnType.Struct;
import io.firn.schema.ColumnType.TextMap;
import java.util.Optional;

/** Holds hints against the columns that a table has: a column's type never changes. */
public final class HintCheck {
  private HintCheck() {}

  /** The first hint that contradicts a column, as the column's name, its type and the hint. */
  public static Optional<Contradiction> first(Struct columns, SchemaRules rules) {
    return level("", columns, rules.columns());
  }

  /**
   * A hint that cannot be followed.
   *
   * @param column its name, with dots between levels
   * @param is what the column is
   */
  public record Contradiction(String column, String is, Hint hint) {}

  private static Optional<Contradiction> level(String prefix, Struct columns, ColumnRule rule) {
    return columns.columns().stream()
        .flatMap(
            column ->
                column(prefix + column.name(), column, rule.below(column.keys().get(0))).stream())
        .findFirst();
  }

  private static Optional<Contradiction> column(String name, Column column, ColumnRule rule) {
    if (rule.equals(ColumnRule.NONE)) {
      return Optional.empty();
    }
    Hint hint = rule.hint();
    if (hint != null && column.kind() == Kind.PLAIN && contradicts(hint, column)) {
      return Optional.of(new Contradiction(name, spelled(column), hint));
    }
    return below(name, column.type(), rule);
  }

  private static Optional<Contradiction> below(String name, ColumnType type, ColumnRule rule) {
    if (type instanceof Repeated list) {
      return below(name, list.element(), rule);
    }
    return type instanceof Struct struct ? level(name + ".", struct, rule) : Optional.empty();
  }

  private static boolean contradicts(Hint hint, Column column) {
    if (hint == Hint.STRUCT) {
      return column.type() instanceof TextMap;
    }
    if (hint == Hint.JSON) {
      return column.type() instanceof Struct
          || column.type() instanceof Repeated
          || column.type() instanceof TextMap;
    }
    if (hint == Hint.MAP) {
      return !(column.type() instanceof TextMap);
    }
    boolean otherForm = column.hint() != null && column.hint() != hint;
    return otherForm || !HintTypes.of(hint).equals(Optional.of(column.type()));
  }

  private static String spelled(Column column) {
    return column.hint() == null ? column.type().suffix() : column.hint().spelling();
  }
}
