package io.firn.schema;

import io.firn.schema.ColumnType.Struct;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is left of a table's bounds while columns are admitted. */
final class ColumnBudget {
  private final Map<String, Integer> typeTexts = new HashMap<>();
  private final int mostTypeText;
  private int leaves;
  private int table;
  private boolean outOfLeaves;

  /**
   * Bounds of a table.
   *
   * @param leaves of its payload
   * @param typeText characters, of one top-level column
   * @param table bytes, of its whole description
   */
  record Limits(int leaves, int typeText, int table) {
    static Limits of(int maxColumns) {
      return new Limits(maxColumns, GlueSizes.MOST_TYPE_TEXT, GlueSizes.MOST_TABLE);
    }

    /** Whether whole columns fit. */
    boolean hold(Struct columns) {
      return lessBy(columns).equals(this);
    }

    /** These limits, each less by what the columns are over it. */
    Limits lessBy(Struct columns) {
      int text =
          columns.columns().stream().mapToInt(c -> GlueSizes.typeText(c.type())).max().orElse(0);
      return new Limits(
          leaves - Math.max(0, GlueSizes.leaves(columns) - leaves),
          typeText - Math.max(0, text - typeText),
          table - Math.max(0, GlueSizes.table(columns) - table));
    }

    /** These limits, each less by what {@code other} is below {@code whole}. */
    Limits lessBy(Limits whole, Limits other) {
      return new Limits(
          leaves - (whole.leaves - other.leaves),
          typeText - (whole.typeText - other.typeText),
          table - (whole.table - other.table));
    }
  }

  /**
   * Fields that a column gets.
   *
   * @param fields of its struct, or of the struct in its lists
   */
  record Fields(Column column, List<Column> fields) {

    /** Of the whole column as it stands in its level, so far. */
    int typeText() {
      return shell(column.type()) + GlueSizes.fields(fields);
    }

    /** The column's type without any field. */
    private static int shell(ColumnType type) {
      return type instanceof ColumnType.Repeated list
          ? "array<>".length() + shell(list.element())
          : "struct<>".length();
    }
  }

  private ColumnBudget(Limits limits) {
    this.leaves = limits.leaves();
    this.mostTypeText = limits.typeText();
    this.table = limits.table() - GlueSizes.TABLE_FRAME;
  }

  /** What the columns with ids leave. */
  static ColumnBudget of(Struct columns, Limits limits) {
    Struct committed = committed(columns);
    ColumnBudget budget = new ColumnBudget(limits);
    budget.leaves -= GlueSizes.leaves(committed);
    for (Column column : committed.columns()) {
      budget.table -= GlueSizes.column(column);
      budget.typeTexts.put(column.name(), GlueSizes.typeText(column.type()));
    }
    return budget;
  }

  private static Struct committed(Struct columns) {
    return new Struct(
        columns.columns().stream()
            .filter(column -> column.id() != null)
            .map(column -> column.withType(committed(column.type())))
            .toList(),
        List.of());
  }

  private static ColumnType committed(ColumnType type) {
    if (type instanceof Struct struct) {
      return committed(struct);
    }
    return type instanceof ColumnType.Repeated list
        ? new ColumnType.Repeated(committed(list.element()), list.elementId())
        : type;
  }

  /**
   * Takes the room of columns, if it is there.
   *
   * @param topLevel the top-level column that they stand in; null if they are such
   */
  boolean take(List<Column> columns, @Nullable String topLevel) {
    int needed = GlueSizes.leaves(columns);
    if (topLevel != null) {
      int text = GlueSizes.fields(columns);
      return take(needed, text, Map.of(topLevel, text));
    }
    Map<String, Integer> texts = new HashMap<>();
    columns.forEach(c -> texts.put(c.name(), GlueSizes.typeText(c.type())));
    return take(needed, columns.stream().mapToInt(GlueSizes::column).sum(), texts);
  }

  /**
   * Gives leaves back and takes the fields instead, if there is room.
   *
   * @param given the leaves of columns that the fields replace
   * @param topLevel the top-level column that all this stands in; null if the key is at the root
   */
  boolean exchange(int given, List<Fields> columns, @Nullable String topLevel) {
    int needed = -given;
    int size = 0;
    Map<String, Integer> texts = new HashMap<>();
    for (Fields column : columns) {
      needed += GlueSizes.leaves(column.fields());
      String owner = topLevel == null ? column.column().name() : topLevel;
      int typeText =
          topLevel == null
              ? column.typeText()
              : GlueSizes.field(column.column().name(), column.typeText());
      texts.merge(owner, typeText, Integer::sum);
      size += typeText;
    }
    return take(needed, size, texts);
  }

  private boolean take(int needed, int size, Map<String, Integer> texts) {
    outOfLeaves = needed > leaves;
    boolean fits =
        !outOfLeaves
            && size <= table
            && texts.entrySet().stream()
                .allMatch(
                    t -> typeTexts.getOrDefault(t.getKey(), 0) + t.getValue() <= mostTypeText);
    if (fits) {
      leaves -= needed;
      table -= size;
      texts.forEach((column, text) -> typeTexts.merge(column, text, Integer::sum));
    }
    return fits;
  }

  /** Whether leaves were what the last refusal lacked. */
  boolean isOutOfLeaves() {
    return outOfLeaves;
  }
}
