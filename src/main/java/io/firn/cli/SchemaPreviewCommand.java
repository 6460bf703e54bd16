package io.firn.cli;

import io.firn.cli.IngestOutput.Tense;
import io.firn.cli.LakeOptions.Lake;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code firn schema preview}: the columns that an ingest run would leave its tables with. */
@Command(
    name = "preview",
    description = "Read what ingest would, change nothing, and show the columns it would make (+).")
final class SchemaPreviewCommand implements Callable<Integer> {
  @Mixin private final LakeOptions lakeOptions = new LakeOptions();
  @Mixin private final ResultOptions results = new ResultOptions();
  @Mixin private final InputOptions inputs = new InputOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    IngestRun run = new IngestRun(Objects.requireNonNull(spec, "spec").commandLine(), results);
    return run.reportingFailures(
        () -> {
          Lake lake = lakeOptions.lake(System.getenv());
          try (LandingZones zones = new LandingZones(lake.environment())) {
            return run.preview(lake, inputs.request(lake, zones), Tense.PREVIEW_OF_SCHEMAS);
          }
        });
  }
}
