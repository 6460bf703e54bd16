package io.firn.export;

import io.firn.ExportWindow;
import io.firn.LogGroup;
import io.firn.landing.Lane;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the slot is used for next. */
sealed interface Plan {
  /**
   * A window is exported.
   *
   * @param bytes what it probably holds
   * @param why it is next
   */
  record Export(LogGroup group, ExportWindow window, Lane lane, long bytes, Why why)
      implements Plan {}

  /**
   * Nothing is due.
   *
   * @param until when something will be; null if nothing will
   */
  record Idle(@Nullable Instant until) implements Plan {
    Optional<Instant> due() {
      return Optional.ofNullable(until);
    }
  }
}
