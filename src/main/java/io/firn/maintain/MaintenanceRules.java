package io.firn.maintain;

import java.time.Duration;
import java.time.Instant;

/**
 * What holds for all tables.
 *
 * @param quietFor a slice that got no file for so long is closed
 * @param keepSnapshots how long each state of a table can be gone back to
 */
record MaintenanceRules(Instant now, Duration quietFor, Duration keepSnapshots) {
  /** Snapshots before it are older than they have to be kept. */
  Instant historyFrom() {
    return now.minus(keepSnapshots);
  }
}
