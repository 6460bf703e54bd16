package io.firn.ingest;

import io.firn.ledger.LogSource;
import java.time.Duration;
import java.time.Instant;

/**
 * What an export task of somebody's has written, as far as it was listed.
 *
 * @param path the folder, for people
 * @param source whose events it exports
 * @param newest when its newest object was written
 * @param quietFor when nothing was written for so long it is taken for over
 */
record ExportFolder(
    String path, String taskId, LogSource source, Instant newest, Duration quietFor) {
  /** Of two findings about one folder, the later one. */
  static ExportFolder newest(ExportFolder one, ExportFolder other) {
    return one.newest.isBefore(other.newest) ? other : one;
  }
}
