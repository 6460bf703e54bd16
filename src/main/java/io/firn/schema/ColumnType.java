package io.firn.schema;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The type of a payload column. A column of JSON text has type {@link Scalar#STRING}. */
public sealed interface ColumnType extends Serializable {

  /** The suffix of a variant column of this type, without the two underscores. */
  String suffix();

  /** Types without fields; {@code DECIMAL} is {@code decimal(38,0)}. */
  enum Scalar implements ColumnType {
    BOOLEAN,
    LONG,
    DOUBLE,
    DECIMAL,
    STRING,
    /** Without zone, in microseconds of UTC; only by a {@link Hint}. */
    TIMESTAMP;

    @Override
    public String suffix() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * A struct of payload columns.
   *
   * @param foreign names of fields that are not Firn's, which no new column may take
   */
  record Struct(List<Column> columns, List<String> foreign) implements ColumnType {
    public static final Struct EMPTY = new Struct(List.of(), List.of());

    public Struct {
      columns = List.copyOf(columns);
      foreign = List.copyOf(foreign);
    }

    @Override
    public String suffix() {
      return "struct";
    }
  }

  /**
   * A list.
   *
   * @param elementId the element's field id, null while there is no such column yet
   */
  record Repeated(ColumnType element, @Nullable Integer elementId) implements ColumnType {
    @Override
    public String suffix() {
      return "list";
    }
  }

  /**
   * {@code map<string,string>}: strings as they are, other values as JSON text.
   *
   * @param keyId the key's field id, null while there is no such column yet
   * @param valueId as {@code keyId}, of the value
   */
  record TextMap(@Nullable Integer keyId, @Nullable Integer valueId) implements ColumnType {
    @Override
    public String suffix() {
      return "map";
    }
  }
}
