package io.firn.schema;

import io.firn.schema.ColumnType.Repeated;
import io.firn.schema.ColumnType.Scalar;
import io.firn.schema.ColumnType.Struct;
import io.firn.schema.ColumnType.TextMap;
import java.util.List;
import java.util.Optional;

/** The families of values, in the order that breaks ties for a name. */
enum Family {
  STRUCT,
  LIST,
  STRING,
  NUMBER,
  BOOLEAN;

  private static final List<Integer> LISTS =
      List.of(
          Observation.LIST_OF_BOOLEAN,
          Observation.LIST_OF_NUMBER,
          Observation.LIST_OF_STRING,
          Observation.LIST_OF_STRUCT,
          Observation.LIST_OF_LIST);

  /** The family of values that a column of the type holds; none for types of hints alone. */
  static Optional<Family> of(ColumnType type) {
    if (type instanceof Struct || type instanceof TextMap) {
      return Optional.of(STRUCT);
    }
    if (type instanceof Repeated) {
      return Optional.of(LIST);
    }
    return switch ((Scalar) type) {
      case STRING -> Optional.of(STRING);
      case BOOLEAN -> Optional.of(BOOLEAN);
      case LONG, DOUBLE, DECIMAL -> Optional.of(NUMBER);
      case TIMESTAMP -> Optional.empty();
    };
  }

  /** Values of this family, empty strings among them. */
  long countedIn(Observation observed) {
    return switch (this) {
      case STRUCT -> observed.counted(Observation.STRUCT);
      case LIST -> LISTS.stream().mapToLong(observed::counted).sum();
      case STRING ->
          observed.counted(Observation.STRING) + observed.counted(Observation.EMPTY_STRING);
      case NUMBER -> numbers(observed);
      case BOOLEAN -> observed.counted(Observation.BOOLEAN);
    };
  }

  private static long numbers(Observation observed) {
    long sum = 0;
    for (int code = 0; code < Observation.NUMBER_CODES; code++) {
      sum += observed.counted(code);
    }
    return sum;
  }
}
