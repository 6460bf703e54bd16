package io.firn.shred;

import io.firn.schema.ColumnType.Scalar;
import org.jspecify.annotations.Nullable;

/** The elements of a list: exactly one of the three. */
record ListPlan(@Nullable Scalar scalar, @Nullable LevelPlan struct, @Nullable ListPlan list) {}
