package io.firn.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * What GetLogEvents asks for; null is any.
 *
 * @param to exclusive, other than FilterLogEvents has it
 * @param start at which end the first page lies
 */
public record StreamRead(
    String group,
    String stream,
    @Nullable Long from,
    @Nullable Long to,
    Start start,
    @Nullable String nextToken,
    @Nullable Integer limit) {
  /** Where reading starts. */
  public enum Start {
    FROM_HEAD,
    FROM_TAIL
  }
}
