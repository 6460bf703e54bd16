package io.firn.config;

import org.jspecify.annotations.Nullable;

/** What could be read of a route: null where there is a problem. */
record DraftRoute(
    @Nullable Patterned pattern, @Nullable Tabled table, @Nullable RouteConfig whole) {
  /** A pattern, and the place that has it. */
  record Patterned(GroupPattern pattern, Value place) {}

  /** A table, and the place that names it. */
  record Tabled(TableTemplate template, Value place) {}
}
