package io.firn.config;

import io.firn.LogGroup;
import org.jspecify.annotations.Nullable;

/** What could be read of an input: null where there is a problem. */
record DraftInput(
    @Nullable Located location, @Nullable Grouped group, @Nullable InputConfig whole) {
  /** A log group, and the place that names it. */
  record Grouped(LogGroup group, Value place) {}

  /** A path, and the place that names it. */
  record Located(String path, Value place) {
    /** Whether what lies below one of the paths may lie below the other. */
    boolean overlaps(Located other) {
      return overlaps(other.path);
    }

    /** Whether what lies below the path may lie below the other one, or the other way round. */
    boolean overlaps(String other) {
      return InputConfig.isBelow(path, other) || InputConfig.isBelow(other, path);
    }
  }
}
