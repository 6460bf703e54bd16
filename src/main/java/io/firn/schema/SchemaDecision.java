package io.firn.schema;

import io.firn.policy.SchemaRules;
import io.firn.schema.Column.Kind;
import io.firn.schema.ColumnBudget.Limits;
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
import java.util.function.Function;

/**
 * The one decision on a batch's schema, a function of the committed columns and the merged
 * observation alone: neither the order of objects nor the number of tasks changes it.
 */
public final class SchemaDecision {
  /** After so many decisions over the bounds, nothing new is admitted. */
  private static final int ATTEMPTS = 10;

  private SchemaDecision() {}

  /**
   * What a batch makes of a table's columns.
   *
   * @param columns all of the committed, and what the batch needs
   * @param reached bounds that kept values out of columns of their own
   */
  public record Decided(Struct columns, List<BoundReached> reached) {
    public Decided {
      reached = reached.stream().distinct().toList();
    }
  }

  /**
   * The payload columns after the batch.
   *
   * @param committed columns with ids; none for a new table
   * @param rules those of {@link SchemaRules#ofNewTable} for a new table
   * @throws SchemaRefusedException if a policy refuses what the batch would do
   */
  public static Decided decide(
      Struct committed, Observation observed, SchemaRules rules, String batch) {
    Decided whole = decide(committed, observed, rules, batch, Collapse.NONE);
    Limits limits = Limits.of(rules.bounds().maxColumns());
    return limits.hold(whole.columns())
        ? whole
        : bounded(whole, limits, choice -> decide(committed, observed, rules, batch, choice));
  }

  /**
   * Names and owners are only known with a decision, and those of a chosen one may weigh a little
   * more than was thought: then as much less is tried.
   */
  private static Decided bounded(
      Decided whole, Limits limits, Function<Collapse, Decided> decision) {
    Limits room = limits;
    for (int i = 0; ; i++) {
      Admission admission = Admission.choose(whole.columns(), room);
      Decided chosen = decision.apply(admission.collapse());
      if (limits.hold(chosen.columns()) || i == ATTEMPTS) {
        List<BoundReached> reached = new ArrayList<>(chosen.reached());
        reached.addAll(admission.reached());
        return new Decided(chosen.columns(), reached);
      }
      Limits less = room.lessBy(limits, limits.lessBy(chosen.columns()));
      room = i == ATTEMPTS - 1 ? Limits.of(0) : less;
    }
  }

  private static Decided decide(
      Struct committed, Observation observed, SchemaRules rules, String batch, Collapse collapse) {
    List<BoundReached> reached = new ArrayList<>();
    Scope root = Scope.root(rules, collapse, batch, reached);
    Struct columns = new LevelDecision(committed, observed, Envelope.reserved(), root).decide();
    return new Decided(columns, reached);
  }

  /** Whether no further column fits, whatever a batch brings. */
  public static boolean isFull(Struct columns, SchemaRules rules) {
    return GlueSizes.leaves(columns) >= rules.bounds().maxColumns()
        || GlueSizes.table(columns) + GlueSizes.SMALLEST_COLUMN > GlueSizes.MOST_TABLE;
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
