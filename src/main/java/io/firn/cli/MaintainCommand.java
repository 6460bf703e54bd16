package io.firn.cli;

import io.firn.TableName;
import io.firn.cli.LakeOptions.Lake;
import io.firn.cli.MaintainOutput.Tense;
import io.firn.config.ByteSize;
import io.firn.config.FirnConfig;
import io.firn.maintain.Budget;
import io.firn.maintain.LandingRetention;
import io.firn.maintain.MaintainRequest;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code firn maintain}: tables compacted, history and debris cleared, while ingest goes on. */
@Command(
    name = "maintain",
    description =
        "Put the tables in order: few sorted files for each day, no history, manifests and files"
            + " that nobody needs; beside whatever else runs.")
final class MaintainCommand implements Callable<Integer> {
  @Mixin private final LakeOptions lakeOptions = new LakeOptions();
  @Mixin private final ResultOptions results = new ResultOptions();

  @Option(
      names = "--table",
      paramLabel = "<table>",
      description =
          "Only this table, such as logs.orders or firn.ledger. May be given several times"
              + " (default: all that Firn made).")
  private List<String> tables = new ArrayList<>();

  @Option(
      names = "--dry-run",
      description = "Read the metadata, change nothing, and say what would be done, and why.")
  private boolean dryRun;

  @Option(
      names = "--max-bytes",
      paramLabel = "<size>",
      description =
          "Rewrite files of no more bytes, such as 50GB; the rest waits for the next run (default:"
              + " the config's).")
  private @Nullable String maxBytes;

  @Option(
      names = "--max-minutes",
      paramLabel = "<number>",
      description = "Begin nothing new after so many minutes (default: the config's).")
  private @Nullable Integer maxMinutes;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    CommandLine command = Objects.requireNonNull(spec, "spec").commandLine();
    IngestRun reporting = new IngestRun(command, results);
    return reporting.reportingFailures(
        () -> {
          Lake lake = lakeOptions.lake(System.getenv());
          try (LandingZones zones = new LandingZones(lake.environment())) {
            return run(command, lake, request(lake, zones));
          }
        });
  }

  private ExitCode run(CommandLine command, Lake lake, MaintainRequest request) {
    MaintainRun run = new MaintainRun(command, results);
    MaintainOutput output =
        dryRun
            ? new MaintainOutput(run.preview(lake, request), Tense.PREVIEW)
            : new MaintainOutput(run.run(lake, request), Tense.DONE);
    tell(command, output);
    PrintWriter out = command.getOut();
    if (results.json()) {
      out.println(output.json());
    } else {
      output.lines().forEach(out::println);
      out.println(output.summary());
    }
    out.flush();
    return output.exitCode();
  }

  /** Says on standard error what failed, and what a person must know. */
  static void tell(CommandLine command, MaintainOutput output) {
    PrintWriter err = command.getErr();
    output.notices().forEach(notice -> err.println("firn: " + notice));
    output.failures().forEach(failure -> err.println("firn: " + failure));
    err.flush();
    Main.of(command).because(output.failures());
  }

  private MaintainRequest request(Lake lake, LandingZones zones) {
    Set<TableName> chosen =
        UsageException.valid(
            () -> tables.stream().map(TableName::parse).collect(Collectors.toSet()));
    Optional<FirnConfig> config = lake.config();
    List<LandingRetention> landing =
        chosen.isEmpty() ? config.map(zones::retentions).orElse(List.of()) : List.of();
    return Upkeep.request(config, lake.leaseLength(), chosen, budget(config), landing);
  }

  private Budget budget(Optional<FirnConfig> config) {
    Budget budget = Upkeep.budget(config);
    if (maxMinutes != null && maxMinutes < 0) {
      throw new UsageException("Invalid --max-minutes: " + maxMinutes + " (must be 0 or more)");
    }
    return new Budget(
        maxBytes == null
            ? budget.bytes()
            : UsageException.valid(() -> ByteSize.parse(Objects.requireNonNull(maxBytes)).bytes()),
        maxMinutes == null ? budget.time() : Duration.ofMinutes(maxMinutes));
  }
}
