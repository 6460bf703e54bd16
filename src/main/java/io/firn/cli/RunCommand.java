package io.firn.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.cli.LakeOptions.Lake;
import io.firn.cli.MaintainOutput.Tense;
import io.firn.config.FirnConfig;
import io.firn.driver.BudgetOptions;
import io.firn.driver.ExportRun;
import io.firn.driver.ExportText;
import io.firn.export.ExportReport;
import io.firn.maintain.MaintainReport;
import io.firn.maintain.MaintainRequest;
import io.firn.maintain.MaintenanceClock;
import io.firn.state.Holder.Tasks;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code firn run}: the whole way from log groups to tables, as far as it is possible now. */
@Command(
    name = "run",
    description =
        "Export what is due, then take every finished window and configured input into tables, and"
            + " put the tables in order when that is due; safe to repeat, and beside other runs.")
final class RunCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private final ConfigOptions configOptions = new ConfigOptions();
  @Mixin private final BudgetOptions budget = new BudgetOptions();
  @Mixin private final ResultOptions results = new ResultOptions();

  @Spec private @Nullable CommandSpec spec;

  /** Of all jobs of the run, from the first that needs one. */
  private Optional<Session> session = Optional.empty();

  @Override
  public Integer call() throws Exception {
    CommandLine command = Objects.requireNonNull(spec, "spec").commandLine();
    IngestRun ingest = new IngestRun(command, results);
    return ingest.reportingFailures(
        () -> {
          FirnConfig config = configOptions.read(System.getenv());
          if (config.sources().isEmpty() && config.ingest().inputs().isEmpty()) {
            throw new UsageException(
                "Cannot run: the config has neither sources nor ingest.inputs (add one)");
          }
          return run(command, config, ingest);
        });
  }

  /** Each job is done whatever became of the one before it. */
  private ExitCode run(CommandLine command, FirnConfig config, IngestRun ingest) {
    RunReport report = new RunReport(command, results.json());
    try {
      if (!config.sources().isEmpty()) {
        report.add("export", () -> export(command, config));
      }
      report.add("ingest", () -> ingest(config, ingest));
      report.addBeside("maintain", () -> maintain(command, config));
    } finally {
      session.ifPresent(Session::close);
      report.print();
    }
    return report.exitCode();
  }

  /** One tick of each source. */
  private RunReport.Part export(CommandLine command, FirnConfig config) {
    List<ExportReport> reports = new ExportRun(config, System.getenv()).tick(budget.time());
    ExportText text = new ExportText(Clock.systemUTC().instant());
    List<String> warnings = reports.stream().flatMap(r -> text.warnings(r).stream()).toList();
    warnings.forEach(warning -> command.getErr().println("firn: " + warning));
    command.getErr().flush();
    ExitCode code = ExitCode.ofProcess(ExportText.exitCode(reports));
    if (code != ExitCode.DONE) {
      Main.of(command).because(warnings);
    }
    ObjectNode json = JSON.createObjectNode().put("exit_code", code.code());
    ArrayNode sources = json.putArray("sources");
    reports.forEach(source -> sources.add(text.json(source)));
    return new RunReport.Part(code, text.summary(reports), json);
  }

  /** Once in a while, as the config says; nothing before there are tables. */
  private Optional<RunReport.Part> maintain(CommandLine command, FirnConfig config) {
    Lake lake = Lake.of(config, System.getenv());
    if (!lake.isThere()) {
      return Optional.empty();
    }
    String name = RunName.of(command).forJob("maintain");
    try (LakeState state = LakeState.open(lake, name, Tasks.IN_PROCESS)) {
      Instant now = Clock.systemUTC().instant();
      if (!new MaintenanceClock(state.store()).take(now, config.maintenance().every())) {
        return Optional.empty();
      }
    }
    try (LandingZones zones = new LandingZones(lake.environment())) {
      Optional<FirnConfig> read = Optional.of(config);
      MaintainRequest request =
          Upkeep.request(
              read, lake.leaseLength(), Set.of(), Upkeep.budget(read), zones.retentions(config));
      MaintainReport done = new MaintainRun(command, results).run(lake, request);
      MaintainOutput output = new MaintainOutput(done, Tense.DONE);
      MaintainCommand.tell(command, output);
      return Optional.of(new RunReport.Part(output.exitCode(), output.summary(), output.json()));
    }
  }

  /** Everything that the config names, and that is whole. */
  private RunReport.Part ingest(FirnConfig config, IngestRun run) throws IOException {
    Lake lake = Lake.of(config, System.getenv());
    session = Optional.of(Sessions.open("firn run", lake.settings(), lake.region()));
    List<IngestOutput> ended = new ArrayList<>();
    try (LandingZones zones = new LandingZones(lake.environment())) {
      ExitCode code =
          run.ingest(
              lake,
              ledger -> Routing.request(config, zones, Routing.limits(config, null)),
              ended::add);
      IngestOutput output = ended.get(0);
      run.tell(output);
      return new RunReport.Part(code, output.summary(), output.json());
    }
  }
}
