package io.firn.schema;

import io.firn.schema.Column.Kind;
import io.firn.schema.ColumnType.Repeated;
import io.firn.schema.ColumnType.Scalar;
import io.firn.schema.ColumnType.Struct;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The columns of one key: those that it has, evolved, and those that the batch's values need. */
final class KeyDecision {
  /** A column without a name yet. */
  record Wanted(Kind kind, ColumnType type) {}

  private final List<Column> existing;
  private final Observation observed;
  private final String batch;

  KeyDecision(List<Column> existing, Observation observed, String batch) {
    this.existing = existing;
    this.observed = observed;
    this.batch = batch;
  }

  /** The existing columns, with the fields that nested values bring. */
  List<Column> evolved() {
    return existing.stream().map(this::evolve).toList();
  }

  private Column evolve(Column column) {
    if (column.type() instanceof Struct struct) {
      return column.withType(new LevelDecision(struct, observed, Set.of(), batch).decide());
    }
    if (column.type() instanceof Repeated list) {
      ColumnType element = ElementDecision.evolve(list.element(), observed.elementOrEmpty(), batch);
      return column.withType(new Repeated(element, list.elementId()));
    }
    return column;
  }

  /** The columns that are missing, the owner of the name first. */
  List<Wanted> wanted() {
    List<Wanted> wanted = new ArrayList<>();
    boolean hasPlain = has(Kind.PLAIN);
    long variants = existing.stream().filter(column -> column.kind() == Kind.VARIANT).count();
    for (ColumnType type : missingTypes()) {
      if (!hasPlain) {
        wanted.add(new Wanted(Kind.PLAIN, type));
        hasPlain = true;
      } else if (variants < Column.MAX_VARIANTS) {
        wanted.add(new Wanted(Kind.VARIANT, type));
        variants++;
      }
    }
    if (!has(Kind.JSON) && needsJson(wanted)) {
      wanted.add(new Wanted(Kind.JSON, Scalar.STRING));
    }
    return wanted;
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
    return speaking > 0 || !onlyEmptyStrings()
        ? speaking
        : observed.counted(Observation.EMPTY_STRING);
  }

  private boolean onlyEmptyStrings() {
    return existing.isEmpty()
        && Stream.of(Family.values())
            .filter(family -> family != Family.STRING)
            .allMatch(family -> missingTypes(family).isEmpty());
  }

  private List<ColumnType> missingTypes(Family family) {
    if (family == Family.NUMBER) {
      return List.copyOf(NumberTypes.missing(observed, existingTypes()));
    }
    boolean present =
        existing.stream().anyMatch(c -> c.kind() != Kind.JSON && Family.of(c.type()) == family);
    return present || family.countedIn(observed) == 0 ? List.of() : create(family);
  }

  private List<ColumnType> create(Family family) {
    Optional<ColumnType> type =
        switch (family) {
          case STRUCT -> ElementDecision.struct(observed, Set.of(), batch);
          case LIST ->
              ElementDecision.create(observed.elementOrEmpty(), batch)
                  .map(element -> new Repeated(element, null));
          case STRING -> Optional.of(Scalar.STRING);
          case BOOLEAN -> Optional.of(Scalar.BOOLEAN);
          case NUMBER -> throw new AssertionError("Numbers may need several columns");
        };
    return type.stream().toList();
  }

  private Set<ColumnType> existingTypes() {
    Set<ColumnType> types = new HashSet<>();
    for (Column column : existing) {
      if (column.kind() != Kind.JSON) {
        types.add(column.type());
      }
    }
    return types;
  }

  private boolean needsJson(List<Wanted> wanted) {
    if (observed.counted(Observation.DEEP) > 0 || observed.counted(Observation.MIXED) > 0) {
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
