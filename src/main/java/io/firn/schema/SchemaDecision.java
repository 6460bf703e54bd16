package io.firn.schema;

import io.firn.schema.Column.Kind;
import io.firn.schema.ColumnType.Repeated;
import io.firn.schema.ColumnType.Struct;
import io.firn.schema.ColumnType.TextMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The one decision on a batch's schema, a function of the committed columns and the merged
 * observation alone: neither the order of objects nor the number of tasks changes it.
 */
public final class SchemaDecision {
  private SchemaDecision() {}

  /** The payload columns after the batch: all of the committed, and what the batch needs. */
  public static Struct decide(Struct committed, Observation observed, String batch) {
    return new LevelDecision(committed, observed, Envelope.reserved(), batch).decide();
  }

  /**
   * The decided columns with the field ids of those provisional ones that have the same keys, kind
   * and type; files written with these ids stay valid.
   */
  public static Struct reconcile(Struct decided, Struct provisional) {
    List<Column> columns = new ArrayList<>();
    for (Column column : decided.columns()) {
      columns.add(
          provisional.columns().stream()
              .flatMap(before -> reconcile(column, before).stream())
              .findFirst()
              .orElse(column));
    }
    return new Struct(columns, decided.foreign());
  }

  private static Optional<Column> reconcile(Column decided, Column before) {
    boolean same =
        decided.kind() == before.kind()
            && decided.hint() == before.hint()
            && decided.keys().containsAll(before.keys());
    return same
        ? reconcile(decided.type(), before.type())
            .map(type -> decided.withId(IcebergTypes.idOf(before), type))
        : Optional.empty();
  }

  private static Optional<ColumnType> reconcile(ColumnType decided, ColumnType before) {
    if (decided instanceof Struct now && before instanceof Struct then) {
      return Optional.of(reconcile(now, then));
    }
    if (decided instanceof Repeated now && before instanceof Repeated then) {
      return reconcile(now.element(), then.element())
          .map(element -> new Repeated(element, then.elementId()));
    }
    if (decided instanceof TextMap && before instanceof TextMap) {
      return Optional.of(before);
    }
    return decided.equals(before) ? Optional.of(decided) : Optional.empty();
  }

  /** Field ids of columns that are in {@code before} but not in {@code after}. */
  public static Set<Integer> lostIds(Struct before, Struct after) {
    Set<Integer> lost = new HashSet<>();
    collectIds(before, lost);
    Set<Integer> kept = new HashSet<>();
    collectIds(after, kept);
    lost.removeAll(kept);
    return lost;
  }

  /** The ids of all columns, nested ones included. */
  public static Set<Integer> fieldIds(Struct columns) {
    Set<Integer> ids = new HashSet<>();
    collectIds(columns, ids);
    return ids;
  }

  private static void collectIds(ColumnType type, Set<Integer> ids) {
    if (type instanceof Repeated list) {
      collectIds(list.element(), ids);
    } else if (type instanceof Struct struct) {
      for (Column column : struct.columns()) {
        if (column.id() != null) {
          ids.add(column.id());
        }
        collectIds(column.type(), ids);
      }
    }
  }

  /**
   * Leaf columns that are in {@code after} but not in {@code before}, by their names, nested ones
   * with dots.
   *
   * @param kinds plain columns, or variants and JSON texts; what is below one is of its kind
   */
  public static List<String> addedColumns(Struct before, Struct after, Set<Kind> kinds) {
    Set<String> known = new HashSet<>(leaves("", Kind.PLAIN, before).keySet());
    return leaves("", Kind.PLAIN, after).entrySet().stream()
        .filter(leaf -> !known.contains(leaf.getKey()) && kinds.contains(leaf.getValue()))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private static Map<String, Kind> leaves(String prefix, Kind kind, ColumnType type) {
    if (type instanceof Repeated list) {
      return leaves(prefix, kind, list.element());
    }
    if (!(type instanceof Struct struct)) {
      return Map.of(prefix, kind);
    }
    Map<String, Kind> leaves = new HashMap<>();
    for (Column column : struct.columns()) {
      String path = prefix.isEmpty() ? column.name() : prefix + "." + column.name();
      leaves.putAll(leaves(path, kind == Kind.PLAIN ? column.kind() : kind, column.type()));
    }
    return leaves;
  }
}
