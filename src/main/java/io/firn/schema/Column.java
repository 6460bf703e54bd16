package io.firn.schema;

import io.firn.policy.ColumnRule;
import io.firn.policy.Hint;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A payload column and where its values come from.
 *
 * @param id the Iceberg field id, null while the column is only decided
 * @param name the column's name in its struct
 * @param keys the spellings of the JSON key at this level, in {@link KeyOrder}
 * @param batch the batch that brought the column
 * @param hint how values are converted, null if they are not
 */
public record Column(
    @Nullable Integer id,
    String name,
    Kind kind,
    List<String> keys,
    ColumnType type,
    String batch,
    @Nullable Hint hint)
    implements Serializable {

  /** Columns of other types that a key may have beside its plain one. */
  public static final int MAX_VARIANTS = 3;

  private static final String MAP = "map";

  /** How a column holds its key's values. */
  public enum Kind {
    /** The values of the type that owns the key's name. */
    PLAIN,
    /** The values of another type. */
    VARIANT,
    /** Objects and arrays that no column of their own holds, as JSON text. */
    JSON;

    String spelling() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of one of the {@link #spellings}. */
    static Optional<Kind> parse(String spelling) {
      return spelling.equals(MAP)
          ? Optional.of(PLAIN)
          : Stream.of(values()).filter(kind -> kind.spelling().equals(spelling)).findFirst();
    }

    /** As property firn.names spells them. */
    static List<String> spellings() {
      return Stream.concat(Stream.of(values()).map(Kind::spelling), Stream.of(MAP)).toList();
    }
  }

  /** A column whose values are not converted. */
  public Column(
      @Nullable Integer id,
      String name,
      Kind kind,
      List<String> keys,
      ColumnType type,
      String batch) {
    this(id, name, kind, keys, type, batch, null);
  }

  public Column {
    keys = keys.stream().distinct().sorted(KeyOrder.UTF8).toList();
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("Invalid column: " + name + " (must have a key)");
    }
  }

  Column withId(Integer newId, ColumnType newType) {
    return new Column(newId, name, kind, keys, newType, batch, hint);
  }

  Column withType(ColumnType newType) {
    return new Column(id, name, kind, keys, newType, batch, hint);
  }

  Column withKeys(List<String> newKeys) {
    return new Column(id, name, kind, newKeys, type, batch, hint);
  }

  Column withHint(@Nullable Hint newHint) {
    return new Column(id, name, kind, keys, type, batch, newHint);
  }

  /** How values are converted where a route says {@code rule} of the key; null if they are not. */
  public @Nullable Hint hintUnder(ColumnRule rule) {
    Hint asked = rule.hint();
    boolean fits =
        kind == Kind.PLAIN
            && hint == null
            && asked != null
            && asked.converts()
            && HintTypes.of(asked).equals(Optional.of(type));
    return fits ? asked : hint;
  }

  /** The column's kind as property firn.names spells it: {@code plain|variant|json|map}. */
  public String kindSpelling() {
    boolean map = kind == Kind.PLAIN && type instanceof ColumnType.TextMap;
    return map ? MAP : kind.spelling();
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
        .map(c -> isPrintable(c) ? c : '?')
        .limit(200)
        .forEach(printable::appendCodePoint);
    return printable.toString();
  }

  /** What Glue and XML take, and what moves no text around it; nothing of four bytes. */
  private static boolean isPrintable(int c) {
    boolean never =
        switch (Character.getType(c)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR ->
              true;
          default -> false;
        };
    boolean noCharacter = c >= 0xfffe || (c >= 0xfdd0 && c <= 0xfdef);
    return !never && !noCharacter;
  }
}
