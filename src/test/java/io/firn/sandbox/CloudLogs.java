package io.firn.sandbox;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * CloudWatch Logs as a model: no HTTP, no threads, the same for the same seed, calls and clock.
 * Tasks and retention follow the clock whenever it is advanced and before each call.
 */
public final class CloudLogs {
  private final Exporting exporting;
  private final TestClock clock;
  private final Map<AccountRegion, RegionalLogs> regions = new ConcurrentHashMap<>();

  public CloudLogs(TestClock clock, SandboxSettings settings, ExportSink sink) {
    this.clock = clock;
    this.exporting = new Exporting(clock, settings, sink, new Buckets(sink));
    clock.onAdvance(this::settle);
  }

  public TestClock clock() {
    return clock;
  }

  /** What the bucket checks of CreateExportTask find. */
  public Buckets buckets() {
    return exporting.buckets();
  }

  /** The logs of an account and Region; empty ones the first time. */
  public RegionalLogs in(AccountRegion place) {
    return regions.computeIfAbsent(place, first -> new RegionalLogs(first, exporting));
  }

  /** Takes all steps that are due; calls and advances of the clock do so by themselves. */
  public void settle() {
    regions.values().forEach(RegionalLogs::settle);
  }
}
