package io.firn.export;

import io.firn.landing.Lane;
import java.time.Duration;

/**
 * What the slot's time of about the last day went to.
 *
 * @param catchUp history and rechecks
 */
public record Spent(Duration steady, Duration catchUp) {
  static final Spent NOTHING = new Spent(Duration.ZERO, Duration.ZERO);

  private static final Duration REMEMBERED = Duration.ofDays(1);

  Spent with(Lane lane, Duration time) {
    Spent sum =
        lane.kind() == Lane.Kind.STEADY
            ? new Spent(steady.plus(time), catchUp)
            : new Spent(steady, catchUp.plus(time));
    return sum.total().compareTo(REMEMBERED) > 0
        ? new Spent(sum.steady.dividedBy(2), sum.catchUp.dividedBy(2))
        : sum;
  }

  /** Whether catching up has had less than its share. */
  boolean owesCatchUp(double share) {
    return catchUp.toMillis() < share * total().toMillis() || (share > 0 && total().isZero());
  }

  private Duration total() {
    return steady.plus(catchUp);
  }
}
