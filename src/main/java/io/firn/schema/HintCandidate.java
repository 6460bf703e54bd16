package io.firn.schema;

import io.firn.schema.Column.Kind;
import io.firn.schema.ColumnType.Scalar;
import io.firn.schema.ColumnType.Struct;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A key whose values a hint might convert: scalars, in no list or map, and without a hint so far.
 *
 * @param keys from the root
 * @param columns the paths of the columns that hold its values, name by name
 * @param hasStrings whether strings are among the values; all are integers otherwise
 */
public record HintCandidate(List<String> keys, List<List<String>> columns, boolean hasStrings) {
  public HintCandidate {
    keys = List.copyOf(keys);
    columns = columns.stream().map(List::copyOf).toList();
  }

  /** The candidates of a table, in the order of its columns. */
  public static List<HintCandidate> of(Struct payload) {
    List<HintCandidate> found = new ArrayList<>();
    collect(found, List.of(), List.of(), payload);
    return found;
  }

  private static void collect(
      List<HintCandidate> found, List<String> keys, List<String> names, Struct level) {
    for (KeyColumns key : KeyColumns.of(level)) {
      String spelling = key.keys().get(0);
      if (spelling.isEmpty()) {
        continue; // No key path leads there.
      }
      List<String> path = with(keys, spelling);
      if (isCandidate(key)) {
        found.add(
            new HintCandidate(
                path,
                key.columns().stream().map(column -> with(names, column.name())).toList(),
                holds(key, Scalar.STRING)));
      }
      for (Column column : key.columns()) {
        if (column.type() instanceof Struct struct) {
          collect(found, path, with(names, column.name()), struct);
        }
      }
    }
  }

  private static boolean isCandidate(KeyColumns key) {
    boolean scalars =
        key.columns().stream()
            .allMatch(
                column ->
                    column.type() instanceof Scalar
                        && column.type() != Scalar.TIMESTAMP
                        && column.kind() != Kind.JSON
                        && column.hint() == null);
    boolean longs = key.columns().stream().allMatch(column -> column.type() == Scalar.LONG);
    return scalars && (longs || holds(key, Scalar.STRING));
  }

  private static boolean holds(KeyColumns key, Scalar type) {
    return key.columns().stream().anyMatch(column -> column.type() == type);
  }

  private static List<String> with(List<String> path, String last) {
    return Stream.concat(path.stream(), Stream.of(last)).toList();
  }
}
