package io.firn.config;

import org.jspecify.annotations.Nullable;

/** What could be read of a route: null where there is a problem. */
record DraftRoute(
    @Nullable Patterned pattern, @Nullable TableTemplate table, @Nullable RouteConfig whole) {
  /** A pattern, and the place that has it. */
  record Patterned(GroupPattern pattern, Value place) {}
}
