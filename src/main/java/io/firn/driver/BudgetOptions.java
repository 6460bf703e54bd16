package io.firn.driver;

import io.firn.driver.ExportCommand.TimeConverter;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that say how long an export goes on. */
public final class BudgetOptions {
  /** Longer than any export takes. */
  private static final Duration NO_BOUND = Duration.ofDays(3650);

  @Option(
      names = "--budget",
      paramLabel = "<time>",
      converter = TimeConverter.class,
      defaultValue = "50s",
      description = "End the export after so long; the next run goes on from there (default: 50s).")
  private @Nullable Duration budget;

  @Option(
      names = "--wait",
      description = "Go on exporting until nothing is due, however long that takes.")
  private boolean waits;

  /** What each source has. */
  public Duration time() {
    return waits ? NO_BOUND : Objects.requireNonNull(budget, "--budget");
  }
}
