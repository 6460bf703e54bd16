package io.firn.schema;

import io.firn.BatchId;
import io.firn.policy.Hint;
import io.firn.policy.KeyPath;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A leaf column of a table, and where its values come from.
 *
 * @param id its field id
 * @param path its name below the names of its structs, with {@code []} after lists of structs
 * @param type in the spelling of {@link TypeDialect#ATHENA}
 * @param keys the spellings of the JSON key at each level, from the root; none if it is not Firn's
 * @param batch null if no batch brought it
 * @param repeated whether a row may hold any number of its values; files do not count those
 */
public record DescribedColumn(
    int id,
    String path,
    String type,
    Kind kind,
    List<List<String>> keys,
    @Nullable Hint hint,
    @Nullable BatchId batch,
    boolean repeated) {

  /** What the column is for. */
  public enum Kind {
    /** The values of the type that owns the key's name. */
    PLAIN,
    /** The values of another type, and all that is below them. */
    VARIANT,
    /** Objects and arrays as JSON text. */
    JSON,
    /** Objects with any keys. */
    MAP,
    /** A column that every table has. */
    ENVELOPE,
    /** A column that is not Firn's: it is never written. */
    FOREIGN;

    /** As property firn.names spells it, where it does. */
    public String spelling() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public DescribedColumn {
    keys = keys.stream().map(List::copyOf).toList();
  }

  /** The key path in the first spelling of each level. */
  public Optional<String> keyPath() {
    return keys.isEmpty()
        ? Optional.empty()
        : Optional.of(KeyPath.spelling(keys.stream().map(level -> level.get(0)).toList()));
  }

  /** The spellings of the last key beside the first. */
  public List<String> otherSpellings() {
    return keys.isEmpty()
        ? List.of()
        : keys.get(keys.size() - 1).stream()
            .skip(1)
            .map(key -> KeyPath.spelling(List.of(key)))
            .toList();
  }
}
