package io.firn.schema;

import io.firn.schema.BoundReached.Bound;
import io.firn.schema.BoundReached.Instead;
import io.firn.schema.Collapse.Share;
import io.firn.schema.Column.Kind;
import io.firn.schema.ColumnType.Repeated;
import io.firn.schema.ColumnType.Struct;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of the columns that a batch wants fit a table's bounds: level by level, the keys of a level
 * in the order of their names. A key whose objects do not fit keeps them as JSON text; a key that
 * does not fit at all gets no column.
 */
final class Admission {
  private final ColumnBudget budget;
  private final Collapse collapse = new Collapse();
  private final List<BoundReached> reached = new ArrayList<>();

  /** Keys that were admitted without the fields of their objects, which the next level looks at. */
  private List<Candidate> waiting = new ArrayList<>();

  private Admission(ColumnBudget budget) {
    this.budget = budget;
  }

  /**
   * Chooses from what a batch wants.
   *
   * @param wanted the decision without bounds; columns that the table has already have ids
   */
  static Admission choose(Struct wanted, ColumnBudget.Limits limits) {
    Admission admission = new Admission(ColumnBudget.of(wanted, limits));
    List<Level> open = List.of(new Level(wanted, admission.collapse, List.of(), null));
    while (!open.isEmpty() || !admission.waiting.isEmpty()) {
      open = admission.nextLevel(open);
    }
    return admission;
  }

  Collapse collapse() {
    return collapse;
  }

  List<BoundReached> reached() {
    return reached;
  }

  /** Fields that stand in one struct, where its new keys are admitted one by one. */
  private record Level(
      Struct struct, Collapse collapse, List<String> path, @Nullable String topLevel) {}

  /** The new columns of one key. */
  private record Candidate(
      List<Column> columns, Collapse collapse, List<String> path, @Nullable String topLevel) {

    String name() {
      return columns.get(0).name();
    }

    /** The top-level column that fields of the key's objects stand in. */
    String owner(Column column) {
      return topLevel == null ? column.name() : topLevel;
    }
  }

  private List<Level> nextLevel(List<Level> open) {
    List<Candidate> expanding = waiting;
    waiting = new ArrayList<>();
    List<Level> below = new ArrayList<>();
    for (Level level : open) {
      candidates(level.struct(), level.collapse(), level.path(), level.topLevel())
          .forEach(this::admit);
      existing(level, below);
    }
    expanding.forEach(this::expand);
    return below;
  }

  /** The levels below that are committed. */
  private static void existing(Level level, List<Level> below) {
    for (Column column : level.struct().columns()) {
      if (column.id() != null) {
        String key = column.keys().get(0);
        String topLevel = level.topLevel() == null ? column.name() : level.topLevel();
        List<String> path = Scope.longer(level.path(), key);
        inside(column.type(), level.collapse().child(key), path, topLevel, below);
      }
    }
  }

  private static void inside(
      ColumnType type, Collapse collapse, List<String> path, String topLevel, List<Level> levels) {
    if (type instanceof Struct struct) {
      levels.add(new Level(struct, collapse, path, topLevel));
    } else if (type instanceof Repeated list) {
      inside(list.element(), collapse.element(), path, topLevel, levels);
    }
  }

  private static List<Candidate> candidates(
      Struct struct, Collapse collapse, List<String> path, @Nullable String topLevel) {
    List<Column> added = struct.columns().stream().filter(c -> c.id() == null).toList();
    return KeyColumns.of(added).stream()
        .map(
            columns -> {
              String key = columns.keys().get(0);
              return new Candidate(
                  columns.columns(), collapse.child(key), Scope.longer(path, key), topLevel);
            })
        .sorted(Comparator.comparing(Candidate::name))
        .toList();
  }

  /** Admits the key, its objects as JSON text for now; or refuses it. */
  private void admit(Candidate candidate) {
    List<Column> small = small(candidate);
    if (!budget.take(small, candidate.topLevel())) {
      candidate.collapse().set(Share.NOTHING);
      reach(candidate, Instead.RESCUED);
    } else {
      collapseAndWait(candidate);
    }
  }

  private void collapseAndWait(Candidate candidate) {
    if (candidate.columns().stream().anyMatch(column -> !KeyDecision.isFlat(column.type()))) {
      candidate.collapse().set(Share.TEXT);
      waiting.add(candidate);
    }
  }

  /** The key's columns, with one of JSON text for all that have fields. */
  private static List<Column> small(Candidate candidate) {
    List<Column> small =
        new ArrayList<>(
            candidate.columns().stream().filter(c -> KeyDecision.isFlat(c.type())).toList());
    boolean has = small.stream().anyMatch(column -> column.kind() == Kind.JSON);
    if (small.size() < candidate.columns().size() && !has) {
      small.add(jsonText(candidate));
    }
    return small;
  }

  private static Column jsonText(Candidate candidate) {
    Column first = candidate.columns().get(0);
    String name = ColumnNames.withSuffix(first.name(), "__json");
    return new Column(null, name, Kind.JSON, first.keys(), ColumnType.Scalar.STRING, first.batch());
  }

  /** Gives the key's objects their fields, all of them or none. */
  private void expand(Candidate candidate) {
    List<Candidate> children = new ArrayList<>();
    List<ColumnBudget.Fields> fields = new ArrayList<>();
    for (Column column : candidate.columns()) {
      List<Level> levels = new ArrayList<>();
      inside(
          column.type(), candidate.collapse(), candidate.path(), candidate.owner(column), levels);
      for (Level level : levels) {
        List<Candidate> inside =
            candidates(level.struct(), level.collapse(), level.path(), level.topLevel());
        children.addAll(inside);
        fields.add(
            new ColumnBudget.Fields(
                column, inside.stream().flatMap(child -> small(child).stream()).toList()));
      }
    }
    boolean textStays = candidate.columns().stream().anyMatch(c -> c.kind() == Kind.JSON);
    if (budget.exchange(textStays ? 0 : 1, fields, candidate.topLevel())) {
      candidate.collapse().set(Share.ALL);
      children.forEach(this::collapseAndWait);
    } else {
      reach(candidate, Instead.JSON);
    }
  }

  private void reach(Candidate candidate, Instead instead) {
    Bound bound = budget.isOutOfLeaves() ? Bound.MAX_COLUMNS : Bound.GLUE_SIZE;
    reached.add(BoundReached.of(candidate.path(), bound, instead));
  }
}
