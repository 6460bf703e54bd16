package io.firn.schema;

import io.firn.policy.Hint;
import io.firn.policy.SchemaRules.Conflict;
import io.firn.policy.SchemaRules.Evolve;
import io.firn.schema.BoundReached.Bound;
import io.firn.schema.BoundReached.Instead;
import io.firn.schema.Collapse.Share;
import io.firn.schema.Column.Kind;
import io.firn.schema.ColumnType.Repeated;
import io.firn.schema.ColumnType.Scalar;
import io.firn.schema.ColumnType.Struct;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The columns of one key: those that it has, evolved, and those that the batch's values need. */
final class KeyDecision {
  /** A column without a name yet. */
  record Wanted(Kind kind, ColumnType type, @Nullable Hint hint) {}

  private final List<Column> existing;
  private final Observation observed;
  private final Scope scope;
  private final Refusals refusals;
  private final Map<Family, List<ColumnType>> missing = new EnumMap<>(Family.class);

  KeyDecision(List<Column> existing, Observation observed, Scope scope) {
    this.existing = existing;
    this.observed = observed;
    this.scope = scope;
    this.refusals = new Refusals(observed, scope);
  }

  /** The existing columns, with the fields that nested values bring. */
  List<Column> evolved() {
    return existing.stream().map(this::evolve).toList();
  }

  private Column evolve(Column column) {
    if (column.type() instanceof Struct struct) {
      return column.withType(new LevelDecision(struct, observed, Set.of(), scope).decide());
    }
    if (column.type() instanceof Repeated list) {
      ColumnType element =
          ElementDecision.evolve(list.element(), observed.elementOrEmpty(), scope.ofElements());
      return column.withType(new Repeated(element, list.elementId()));
    }
    return takesAllFromNowOn(column)
        ? column.withHint(Hint.JSON)
        : column.withHint(column.hintUnder(scope.rule()));
  }

  /** JSON text of a key whose objects or arrays get no fields any more takes all of them. */
  private boolean takesAllFromNowOn(Column column) {
    return column.kind() == Kind.JSON
        && scope.isText()
        && (isWithoutColumn(Family.STRUCT, List.of()) || isWithoutColumn(Family.LIST, List.of()));
  }

  /**
   * The columns that are missing, the owner of the name first.
   *
   * @throws SchemaRefusedException if a policy says so
   */
  List<Wanted> wanted() {
    if (isKept()) {
      return List.of();
    }
    List<Wanted> wanted = new ArrayList<>();
    hinted().ifPresent(wanted::add);
    missingTypes().forEach(type -> add(wanted, type));
    if (!has(Kind.JSON) && needsJson(wanted)) {
      wanted.add(new Wanted(Kind.JSON, Scalar.STRING, scope.isText() ? Hint.JSON : null));
    }
    return wanted;
  }

  /** Whether nothing may be added. */
  private boolean isKept() {
    if (scope.collapse().share() == Share.NOTHING) {
      return true;
    }
    if (!existing.isEmpty() || scope.evolve() == Evolve.ADD || observed.isEmpty()) {
      return false;
    }
    if (scope.evolve() == Evolve.FREEZE) {
      throw refusals.newKey();
    }
    return true;
  }

  private Optional<Wanted> hinted() {
    Hint hint = scope.rule().hint();
    return has(Kind.PLAIN) || observed.isEmpty()
        ? Optional.empty()
        : HintTypes.of(hint).map(type -> new Wanted(Kind.PLAIN, type, stored(hint)));
  }

  private static @Nullable Hint stored(@Nullable Hint hint) {
    return hint != null && hint.converts() ? hint : null;
  }

  private void add(List<Wanted> wanted, ColumnType type) {
    Optional<ColumnType> plain = plain(wanted);
    if (plain.isEmpty()) {
      wanted.add(new Wanted(Kind.PLAIN, type, null));
      return;
    }
    if (takesAllAsText(plain.get())) {
      return;
    }
    if (scope.conflict() == Conflict.FAIL) {
      throw refusals.conflict(plain.get(), type);
    }
    if (scope.conflict() != Conflict.RESCUE && variants(wanted) < Column.MAX_VARIANTS) {
      wanted.add(new Wanted(Kind.VARIANT, type, null));
    }
  }

  private Optional<ColumnType> plain(List<Wanted> wanted) {
    return Stream.concat(
            existing.stream().filter(c -> c.kind() == Kind.PLAIN).map(Column::type),
            wanted.stream().filter(c -> c.kind() == Kind.PLAIN).map(Wanted::type))
        .findFirst();
  }

  private long variants(List<Wanted> wanted) {
    return existing.stream().filter(c -> c.kind() == Kind.VARIANT).count()
        + wanted.stream().filter(c -> c.kind() == Kind.VARIANT).count();
  }

  private boolean takesAllAsText(ColumnType plain) {
    boolean stored =
        existing.stream().anyMatch(c -> c.kind() == Kind.PLAIN && c.hint() == Hint.STRING);
    return stored || (scope.conflict() == Conflict.STRING && plain == Scalar.STRING);
  }

  private boolean has(Kind kind) {
    return existing.stream().anyMatch(column -> column.kind() == kind);
  }

  /** Types by falling count of their family; ties go in the order of {@link Family}. */
  private List<ColumnType> missingTypes() {
    return Stream.of(Family.values())
        .filter(family -> weight(family) > 0)
        .sorted(
            Comparator.comparingLong((Family family) -> -weight(family))
                .thenComparing(Comparator.naturalOrder()))
        .flatMap(family -> missingTypes(family).stream())
        .toList();
  }

  /** An empty string owns a name only where there is nothing else; it never makes a variant. */
  private long weight(Family family) {
    if (family != Family.STRING) {
      return family.countedIn(observed);
    }
    long speaking = observed.counted(Observation.STRING);
    long empty = observed.counted(Observation.EMPTY_STRING);
    return speaking == 0 && empty > 0 && onlyEmptyStrings() ? empty : speaking;
  }

  /** What else was there, whether or not it has a column. */
  private boolean onlyEmptyStrings() {
    return existing.isEmpty()
        && hinted().isEmpty()
        && observed.counted(Observation.DEEP) == 0
        && observed.counted(Observation.MIXED) == 0
        && Stream.of(Family.values())
            .filter(family -> family != Family.STRING)
            .allMatch(family -> family.countedIn(observed) == 0);
  }

  private List<ColumnType> missingTypes(Family family) {
    return missing.computeIfAbsent(family, this::findMissing);
  }

  private List<ColumnType> findMissing(Family family) {
    if (family == Family.NUMBER) {
      return List.copyOf(NumberTypes.missing(observed, existingTypes()));
    }
    boolean present =
        existing.stream()
            .anyMatch(
                c -> c.kind() != Kind.JSON && Family.of(c.type()).equals(Optional.of(family)));
    boolean hinted =
        hinted().flatMap(column -> Family.of(column.type())).filter(family::equals).isPresent();
    return present || hinted || family.countedIn(observed) == 0
        ? List.of()
        : create(family).stream().toList();
  }

  private Optional<ColumnType> create(Family family) {
    Scope inside = scope.ofNewColumn();
    return switch (family) {
      case STRUCT -> struct(inside);
      case LIST -> list(inside);
      case STRING -> Optional.of(Scalar.STRING);
      case BOOLEAN -> Optional.of(Scalar.BOOLEAN);
      case NUMBER -> throw new AssertionError("Numbers may need several columns");
    };
  }

  private Optional<ColumnType> struct(Scope inside) {
    if (scope.isMapByName()) {
      return Optional.of(ElementDecision.NEW_MAP);
    }
    if (scope.rule().hint() == Hint.JSON) {
      return Optional.empty();
    }
    return ElementDecision.object(observed, Set.of(), inside)
        .filter(created -> !scope.isText() || isFlat(created));
  }

  private Optional<ColumnType> list(Scope inside) {
    if (scope.rule().hint() == Hint.JSON) {
      return Optional.empty();
    }
    return ElementDecision.create(observed.elementOrEmpty(), inside.ofElements())
        .filter(element -> !scope.isText() || isFlat(element))
        .map(element -> new Repeated(element, null));
  }

  /** Whether the type has no fields. */
  static boolean isFlat(ColumnType type) {
    return type instanceof Repeated list ? isFlat(list.element()) : !(type instanceof Struct);
  }

  private Set<ColumnType> existingTypes() {
    Set<ColumnType> types = new HashSet<>();
    for (Column column : existing) {
      if (column.kind() != Kind.JSON) {
        types.add(column.type());
      }
    }
    hinted().ifPresent(column -> types.add(column.type()));
    return types;
  }

  private boolean needsJson(List<Wanted> wanted) {
    Optional<ColumnType> plain = plain(wanted);
    if (plain.isPresent() && takesAllAsText(plain.get())) {
      return false;
    }
    if (observed.counted(Observation.DEEP) > 0) {
      scope.reach(Bound.MAX_DEPTH, Instead.JSON);
      return true;
    }
    boolean asText =
        scope.isText()
            && (isWithoutColumn(Family.STRUCT, wanted) || isWithoutColumn(Family.LIST, wanted));
    return (asText || hasMixedArrays(wanted)) && isJsonForMixed(plain);
  }

  private boolean isWithoutColumn(Family family, List<Wanted> wanted) {
    Stream<ColumnType> types =
        Stream.concat(existing.stream().map(Column::type), wanted.stream().map(Wanted::type));
    return family.countedIn(observed) > 0
        && types.noneMatch(type -> Family.of(type).equals(Optional.of(family)));
  }

  private boolean isJsonForMixed(Optional<ColumnType> plain) {
    if (plain.isPresent() && scope.conflict() == Conflict.FAIL) {
      throw refusals.mixedArray(plain.get());
    }
    return plain.isEmpty() || scope.conflict() != Conflict.RESCUE;
  }

  private boolean hasMixedArrays(List<Wanted> wanted) {
    if (observed.counted(Observation.MIXED) > 0) {
      return true;
    }
    Stream<ColumnType> types =
        Stream.concat(existing.stream().map(Column::type), wanted.stream().map(Wanted::type));
    return types
        .filter(Repeated.class::isInstance)
        .map(Repeated.class::cast)
        .anyMatch(list -> ElementDecision.misfits(list.element(), observed.elementOrEmpty()));
  }
}
