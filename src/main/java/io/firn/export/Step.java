package io.firn.export;

import io.firn.export.ExportReport.End;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What follows a step of a tick. */
sealed interface Step {
  /** There is more to do at once. */
  Step NEXT = new Later(Duration.ZERO);

  /** There is more to do after a while. */
  record Later(Duration pause) implements Step {}

  /**
   * There is nothing more to do in this tick.
   *
   * @param next when there will be; null if that is not known
   */
  record Last(End end, @Nullable Instant next) implements Step {}

  static Step after(Duration pause) {
    return new Later(pause);
  }
}
