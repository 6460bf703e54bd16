package io.firn.schema;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A payload column and where its values come from.
 *
 * @param id the Iceberg field id, null while the column is only decided
 * @param name the column's name in its struct
 * @param keys the spellings of the JSON key at this level, in {@link KeyOrder}
 * @param batch the batch that brought the column
 */
public record Column(
    @Nullable Integer id, String name, Kind kind, List<String> keys, ColumnType type, String batch)
    implements Serializable {

  /** Columns of other types that a key may have beside its plain one. */
  public static final int MAX_VARIANTS = 3;

  /** How a column holds its key's values. */
  public enum Kind {
    /** The values of the type that owns the key's name. */
    PLAIN,
    /** The values of another type. */
    VARIANT,
    /** Objects and arrays that no column of their own holds, as JSON text. */
    JSON;

    /** As property firn.names spells it. */
    public String spelling() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind parse(String spelling) {
      return valueOf(spelling.toUpperCase(Locale.ROOT));
    }
  }

  public Column {
    keys = keys.stream().distinct().sorted(KeyOrder.UTF8).toList();
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("Invalid column: " + name + " (must have a key)");
    }
  }

  Column withId(Integer newId, ColumnType newType) {
    return new Column(newId, name, kind, keys, newType, batch);
  }

  Column withType(ColumnType newType) {
    return new Column(id, name, kind, keys, newType, batch);
  }

  Column withKeys(List<String> newKeys) {
    return new Column(id, name, kind, newKeys, type, batch);
  }

  /** The column's comment, for people: its source keys, at most 200 printable characters. */
  String doc() {
    String text = String.join(", ", keys);
    if (kind == Kind.JSON) {
      text = text + " (as JSON text)";
    } else if (kind == Kind.VARIANT) {
      text = text + " (" + type.suffix() + " values)";
    }
    StringBuilder printable = new StringBuilder();
    text.codePoints()
        .map(c -> Character.isISOControl(c) || !Character.isBmpCodePoint(c) ? '?' : c)
        .limit(200)
        .forEach(printable::appendCodePoint);
    return printable.toString();
  }
}
