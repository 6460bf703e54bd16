package io.firn.config;

import io.firn.policy.Hint;
import io.firn.policy.SchemaRules.Conflict;
import org.jspecify.annotations.Nullable;

/**
 * What a route says of the column of one key.
 *
 * @param type null where the values decide
 * @param conflict null for the route's own
 */
public record ColumnConfig(@Nullable Hint type, @Nullable Conflict conflict) {
  public ColumnConfig {
    if (type == null && conflict == null) {
      throw new IllegalArgumentException("Invalid column: neither (must have type or conflict)");
    }
    if (conflict == Conflict.STRING && type != null && type != Hint.STRING) {
      throw new IllegalArgumentException(
          "Invalid conflict: string (must be variant, rescue or fail: the column's type is "
              + type.spelling()
              + ")");
    }
  }
}
