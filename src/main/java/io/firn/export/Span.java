package io.firn.export;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

  /** What of it lies within another one; both ends inclusive. */
  Optional<Span> within(Instant otherFrom, Instant otherTo) {
    Instant start = otherFrom.isAfter(from) ? otherFrom : from;
    Instant end = otherTo.isBefore(to) ? otherTo : to;
    return end.isBefore(start) ? Optional.empty() : Optional.of(new Span(start, end));
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
