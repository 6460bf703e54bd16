package io.firn.config;

import io.firn.LogGroup;
import org.jspecify.annotations.Nullable;

/** What could be read of an input: null where there is a problem. */
record DraftInput(@Nullable Grouped group, @Nullable InputConfig whole) {
  /** A log group, and the place that names it. */
  record Grouped(LogGroup group, Value place) {}
}
