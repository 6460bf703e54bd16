package io.firn.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.firn.schema.ColumnType.Repeated;
import io.firn.schema.ColumnType.Scalar;
import io.firn.schema.ColumnType.Struct;
import io.firn.schema.ColumnType.TextMap;
import java.util.List;

/** What columns take of AWS Glue's limits, and how much of those Firn uses. */
final class GlueSizes {
  /** Characters of the type text of a top-level column; Glue takes 131,072. */
  static final int MOST_TYPE_TEXT = 100_000;

  /** Bytes of a table input; Glue takes 256 KiB. The rest is for names that turn out longer. */
  static final int MOST_TABLE = 240_000;

  /** What Iceberg's catalog adds to a column: JSON, field id, optional and current. */
  private static final int COLUMN_FRAME = 150;

  /** The table's own: name, location, parameters, and the columns of the envelope. */
  static final int TABLE_FRAME = 8_000;

  /** No column takes less. */
  static final int SMALLEST_COLUMN = COLUMN_FRAME + 10;

  private GlueSizes() {}

  /** Of a whole table. */
  static int table(Struct columns) {
    return TABLE_FRAME + columns.columns().stream().mapToInt(GlueSizes::column).sum();
  }

  /** Of a top-level column. */
  static int column(Column column) {
    return COLUMN_FRAME
        + column.name().length()
        + column.doc().getBytes(UTF_8).length
        + typeText(column.type());
  }

  /** Of the fields of a struct. */
  static int fields(List<Column> fields) {
    return fields.stream().mapToInt(c -> field(c.name(), typeText(c.type()))).sum();
  }

  /** Of a field in a struct, with its comma. */
  static int field(String name, int typeText) {
    return name.length() + 2 + typeText;
  }

  /** Characters of the type as Hive spells it. */
  static int typeText(ColumnType type) {
    if (type instanceof Struct struct) {
      return "struct<>".length() + fields(struct.columns());
    }
    if (type instanceof Repeated list) {
      return "array<>".length() + typeText(list.element());
    }
    if (type instanceof TextMap) {
      return "map<string,string>".length();
    }
    return switch ((Scalar) type) {
      case BOOLEAN -> "boolean".length();
      case LONG -> "bigint".length();
      case DOUBLE -> "double".length();
      case STRING -> "string".length();
      case DECIMAL -> "decimal(38,0)".length();
      case TIMESTAMP -> "timestamp".length();
    };
  }

  /** Leaf columns of the columns. */
  static int leaves(List<Column> columns) {
    return columns.stream().mapToInt(c -> leaves(c.type())).sum();
  }

  /** Leaf columns of the type; a map is one. */
  static int leaves(ColumnType type) {
    if (type instanceof Struct struct) {
      return leaves(struct.columns());
    }
    if (type instanceof Repeated list) {
      return leaves(list.element());
    }
    return 1;
  }
}
