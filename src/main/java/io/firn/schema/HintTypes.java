package io.firn.schema;

import io.firn.policy.Hint;
import io.firn.schema.ColumnType.Scalar;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The column types that hints ask for. */
final class HintTypes {
  private HintTypes() {}

  /** The type of the key's plain column; empty where the values decide it. */
  static Optional<ColumnType> of(@Nullable Hint hint) {
    if (hint == null) {
      return Optional.empty();
    }
    return switch (hint) {
      case STRING -> Optional.of(Scalar.STRING);
      case LONG -> Optional.of(Scalar.LONG);
      case DOUBLE -> Optional.of(Scalar.DOUBLE);
      case DECIMAL -> Optional.of(Scalar.DECIMAL);
      case BOOLEAN -> Optional.of(Scalar.BOOLEAN);
      case TIMESTAMP, TIMESTAMP_SECONDS, TIMESTAMP_MILLIS -> Optional.of(Scalar.TIMESTAMP);
      case MAP -> Optional.of(ElementDecision.NEW_MAP);
      case JSON, STRUCT -> Optional.empty();
    };
  }
}
