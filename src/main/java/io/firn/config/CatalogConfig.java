package io.firn.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The JDBC catalog and its warehouse.
 *
 * @param warehouse an absolute directory, or {@code s3://<bucket>/<path>}
 * @param file the SQLite file, absolute
 * @param busyTimeout how long a writer waits for another; at most a day
 */
public record CatalogConfig(String warehouse, Path file, Duration busyTimeout) {
  private static final Duration LONGEST = Duration.ofDays(1);

  public CatalogConfig {
    checkedFile(file);
    checkedBusyTimeout(busyTimeout);
  }

  /** A directory of this name beside the file. */
  String beside(String name) {
    Path folder = file.getParent();
    return (folder == null ? file : folder).resolve(name).toString();
  }

  static Path checkedFile(Path file) {
    if (!file.isAbsolute() || file.toString().contains("?")) {
      throw new IllegalArgumentException(
          "Invalid catalog file: '" + file + "' (must be an absolute path without '?')");
    }
    return file;
  }

  static Duration checkedBusyTimeout(Duration timeout) {
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "Invalid busy-timeout: " + Durations.text(timeout) + " (must be 1ms to 1d)");
    }
    return timeout;
  }
}
