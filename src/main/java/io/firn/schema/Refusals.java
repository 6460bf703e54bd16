package io.firn.schema;

import io.firn.parse.JsonNumber;
import io.firn.schema.ColumnType.Scalar;
import io.firn.schema.Observation.Example;
import java.util.function.IntPredicate;

/** What to say where a policy stops a batch: the key, a value and its place, and the way on. */
final class Refusals {
  private final Observation observed;
  private final Scope scope;

  Refusals(Observation observed, Scope scope) {
    this.observed = observed;
    this.scope = scope;
  }

  SchemaRefusedException newKey() {
    return new SchemaRefusedException(
        "Cannot add key "
            + scope.spelling()
            + ": its route says evolve: freeze; first met: "
            + first(code -> true)
            + " (to add its column run once with evolve: add; to go on without it set evolve:"
            + " rescue)");
  }

  /** A value whose column would be of {@code type}, beside the one that owns the name. */
  SchemaRefusedException conflict(ColumnType owner, ColumnType type) {
    return refused(owner, code -> isOf(code, type));
  }

  SchemaRefusedException mixedArray(ColumnType owner) {
    return refused(owner, code -> code == Observation.MIXED || isList(code));
  }

  private SchemaRefusedException refused(ColumnType owner, IntPredicate codes) {
    return new SchemaRefusedException(
        "Cannot store a value of key "
            + scope.spelling()
            + ", whose column is "
            + owner.suffix()
            + ": its route says conflict: fail; first met: "
            + first(codes)
            + " (to store it beside the column set conflict: variant for the key)");
  }

  private String first(IntPredicate codes) {
    return observed.example(codes).map(Example::toString).orElseGet(() -> below(codes));
  }

  /** Objects and arrays have their examples at the keys below. */
  private String below(IntPredicate codes) {
    return observed.elementOrEmpty().example(codes).map(Example::toString).orElse("a value below");
  }

  private static boolean isOf(int code, ColumnType type) {
    if (code < Observation.NUMBER_CODES) {
      return NumberTypes.isNumber(type)
          && (code & JsonNumber.FITS) != 0
          && NumberTypes.holds(type, code);
    }
    return switch (code) {
      case Observation.BOOLEAN -> type == Scalar.BOOLEAN;
      case Observation.STRING, Observation.EMPTY_STRING -> type == Scalar.STRING;
      case Observation.STRUCT -> type.suffix().equals("struct") || type.suffix().equals("map");
      default -> isList(code) && type.suffix().equals("list");
    };
  }

  private static boolean isList(int code) {
    return code >= Observation.LIST_OF_BOOLEAN && code <= Observation.LIST_OF_LIST;
  }
}
