package io.firn.shred;

import io.firn.schema.ColumnType.Scalar;
import org.jspecify.annotations.Nullable;

/** The elements of a list: exactly one of the first three, or maps if there is none. */
record ListPlan(@Nullable Scalar scalar, @Nullable LevelPlan struct, @Nullable ListPlan list) {

  /** Whether the elements are maps. */
  boolean isMaps() {
    return scalar == null && struct == null && list == null;
  }

  /** Whether the elements are objects. */
  boolean takesObjects() {
    return struct != null || isMaps();
  }
}
