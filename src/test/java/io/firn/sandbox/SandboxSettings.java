package io.firn.sandbox;

import java.time.Duration;

/**
 * How the sandbox behaves where AWS's behaviour varies or is not known.
 *
 * @param seed of all that is left to chance: task ids, orders in objects, lags
 * @param exportLag an event becomes exportable after a time of its own of up to this (AWS: 12 h)
 * @param partBytes an exported object is closed once its text has that many bytes
 */
public record SandboxSettings(
    long seed,
    TaskTimes taskTimes,
    Duration exportLag,
    SelectBy selectBy,
    WriteTestPlace writeTestPlace,
    long partBytes,
    Quotas quotas) {
  public SandboxSettings {
    if (partBytes < 1) {
      throw new IllegalArgumentException("Invalid part size: " + partBytes + " (must be positive)");
    }
    if (exportLag.isNegative()) {
      throw new IllegalArgumentException(
          "Invalid export lag: " + exportLag + " (must not be negative)");
    }
  }

  /** Tasks of 40 seconds, no lag, objects of 1 MiB, quotas by the test clock. */
  public static SandboxSettings defaults() {
    return new SandboxSettings(
        1,
        TaskTimes.fixed(Duration.ofSeconds(10), Duration.ofSeconds(30)),
        Duration.ZERO,
        SelectBy.EVENT_TIME,
        WriteTestPlace.UNDER_THE_PREFIX,
        1 << 20,
        Quotas.BY_TEST_CLOCK);
  }

  public SandboxSettings withSeed(long other) {
    return new SandboxSettings(
        other, taskTimes, exportLag, selectBy, writeTestPlace, partBytes, quotas);
  }

  public SandboxSettings withTaskTimes(TaskTimes other) {
    return new SandboxSettings(seed, other, exportLag, selectBy, writeTestPlace, partBytes, quotas);
  }

  public SandboxSettings withExportLag(Duration other) {
    return new SandboxSettings(seed, taskTimes, other, selectBy, writeTestPlace, partBytes, quotas);
  }

  public SandboxSettings withSelectBy(SelectBy other) {
    return new SandboxSettings(
        seed, taskTimes, exportLag, other, writeTestPlace, partBytes, quotas);
  }

  public SandboxSettings withWriteTestPlace(WriteTestPlace other) {
    return new SandboxSettings(seed, taskTimes, exportLag, selectBy, other, partBytes, quotas);
  }

  public SandboxSettings withPartBytes(long other) {
    return new SandboxSettings(seed, taskTimes, exportLag, selectBy, writeTestPlace, other, quotas);
  }

  public SandboxSettings withQuotas(Quotas other) {
    return new SandboxSettings(
        seed, taskTimes, exportLag, selectBy, writeTestPlace, partBytes, other);
  }
}
