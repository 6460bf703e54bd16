package io.firn.schema;

import io.firn.policy.Hint;
import io.firn.schema.BoundReached.Bound;
import io.firn.schema.BoundReached.Instead;
import io.firn.schema.ColumnType.Repeated;
import io.firn.schema.ColumnType.Struct;
import io.firn.schema.ColumnType.TextMap;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The element type of a list, from the elements of the batch's arrays. */
final class ElementDecision {
  /**
   * Iceberg spells {@code list.element.x} also {@code list.x}: beside a field {@code element} of
   * the elements it takes {@code list.element.element.x} for {@code list.element.x}, and refuses to
   * add that.
   */
  private static final Set<String> RESERVED = Set.of("element");

  /** A map that has no column yet. */
  static final TextMap NEW_MAP = new TextMap(null, null);

  private ElementDecision() {}

  /** The type that most elements have; empty if no element has one. */
  static Optional<ColumnType> create(Observation elements, Scope scope) {
    return Stream.of(Family.values())
        .filter(family -> family.countedIn(elements) > 0)
        .sorted(
            Comparator.comparingLong((Family family) -> -family.countedIn(elements))
                .thenComparing(Comparator.naturalOrder()))
        .flatMap(family -> type(family, elements, scope).stream())
        .findFirst();
  }

  private static Optional<ColumnType> type(Family family, Observation elements, Scope scope) {
    return switch (family) {
      case STRUCT -> object(elements, RESERVED, scope);
      case LIST ->
          create(elements.elementOrEmpty(), scope.ofElements())
              .map(inner -> new Repeated(inner, null));
      case STRING -> Optional.of(ColumnType.Scalar.STRING);
      case BOOLEAN -> Optional.of(ColumnType.Scalar.BOOLEAN);
      case NUMBER ->
          NumberTypes.missing(elements, Set.of()).stream().findFirst().map(ColumnType.class::cast);
    };
  }

  /** The type of new objects: a struct, or a map where their keys are too many. */
  static Optional<ColumnType> object(Observation observed, Set<String> reserved, Scope scope) {
    if (observed.isBroad() && scope.rule().hint() != Hint.STRUCT) {
      scope.reach(Bound.STRUCT_KEYS, Instead.MAP);
      return Optional.of(NEW_MAP);
    }
    Struct struct = new LevelDecision(Struct.EMPTY, observed, reserved, scope).decide();
    return struct.columns().isEmpty() ? Optional.empty() : Optional.of(struct);
  }

  /** The element type with the fields that new elements bring. */
  static ColumnType evolve(ColumnType element, Observation elements, Scope scope) {
    if (element instanceof Struct struct) {
      return new LevelDecision(struct, elements, RESERVED, scope).decide();
    }
    if (element instanceof Repeated inner) {
      return new Repeated(
          evolve(inner.element(), elements.elementOrEmpty(), scope.ofElements()),
          inner.elementId());
    }
    return element;
  }

  /** Whether any observed element does not fit the element type. */
  static boolean misfits(ColumnType element, Observation elements) {
    Family own = Family.of(element).orElseThrow();
    boolean foreign =
        Stream.of(Family.values()).anyMatch(f -> f != own && f.countedIn(elements) > 0);
    if (foreign) {
      return true;
    }
    if (element instanceof Repeated inner) {
      return misfits(inner.element(), elements.elementOrEmpty());
    }
    return own == Family.NUMBER && !numbersFit(element, elements);
  }

  private static boolean numbersFit(ColumnType type, Observation elements) {
    return IntStream.range(0, Observation.NUMBER_CODES)
        .filter(code -> elements.counted(code) > 0)
        .allMatch(code -> NumberTypes.holds(type, code));
  }
}
