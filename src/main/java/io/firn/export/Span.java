package io.firn.export;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Time that is still to be exported.
 *
 * @param from its first millisecond
 * @param to its last millisecond
 */
public record Span(Instant from, Instant to) {
  public Span {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException(
          "Invalid span: " + from + " to " + to + " (must not end before it begins)");
    }
  }

  /** What is left of it outside of another one; both ends inclusive. */
  List<Span> without(Instant otherFrom, Instant otherTo) {
    if (otherTo.isBefore(from) || otherFrom.isAfter(to)) {
      return List.of(this);
    }
    List<Span> left = new ArrayList<>();
    if (otherFrom.isAfter(from)) {
      left.add(new Span(from, otherFrom.minusMillis(1)));
    }
    if (otherTo.isBefore(to)) {
      left.add(new Span(otherTo.plusMillis(1), to));
    }
    return left;
  }
}
