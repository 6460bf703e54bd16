package io.firn.cli;

import io.firn.cli.IngestOutput.Tense;
import io.firn.cli.LakeOptions.Lake;
import io.firn.ingest.IngestRequest;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code firn ingest}: the objects of the inputs into their tables. */
@Command(
    name = "ingest",
    description = "Take exported objects into tables; each object once, however often this runs.")
final class IngestCommand implements Callable<Integer> {
  @Mixin private final LakeOptions lakeOptions = new LakeOptions();
  @Mixin private final ResultOptions results = new ResultOptions();

  @Mixin private final InputOptions inputs = new InputOptions();

  @Option(
      names = "--dry-run",
      description = "Read everything, change nothing, and say what would be done.")
  private boolean dryRun;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    IngestRun run = new IngestRun(Objects.requireNonNull(spec, "spec").commandLine(), results);
    return run.reportingFailures(
        () -> {
          Lake lake = lakeOptions.lake(System.getenv());
          try (LandingZones zones = new LandingZones(lake.environment())) {
            IngestRequest request = inputs.request(lake, zones);
            return dryRun
                ? run.preview(lake, request, Tense.PREVIEW)
                : run.ingest(lake, ledger -> request);
          }
        });
  }
}
