package io.firn.dedupe;

import java.io.Serializable;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;

/**
 * Times of events.
 *
 * @param from in microseconds since 1970, inclusive
 * @param to inclusive
 */
record TimeSpan(long from, long to) implements Serializable {
  boolean holds(long micros) {
    return micros >= from && micros <= to;
  }

  boolean overlaps(TimeSpan other) {
    return from <= other.to && other.from <= to;
  }

  TimeSpan and(TimeSpan other) {
    return new TimeSpan(Math.min(from, other.from), Math.max(to, other.to));
  }

  /** That the column is in it. */
  Expression filter(String column) {
    return Expressions.and(
        Expressions.greaterThanOrEqual(column, from), Expressions.lessThanOrEqual(column, to));
  }
}
