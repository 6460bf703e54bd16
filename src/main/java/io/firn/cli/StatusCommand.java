package io.firn.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.cli.LakeOptions.Lake;
import io.firn.config.FirnConfig;
import io.firn.config.GroupPattern;
import io.firn.driver.ExportRun;
import io.firn.export.ExportStatus;
import io.firn.ingest.WindowSource;
import io.firn.landing.WindowMarkers;
import io.firn.ledger.Ledger;
import io.firn.table.Catalogs;
import io.firn.table.OpenCatalog;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code firn status}: how far each log group is on its way into its table. */
@Command(
    name = "status",
    description =
        "Say how far each log group is exported and ingested, the worst first, what is wrong, and"
            + " who has the export slot; write nothing. Ends with 4 if events are lost.")
final class StatusCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private final ConfigOptions configOptions = new ConfigOptions();

  @Option(
      names = "--log-group",
      paramLabel = "<pattern>",
      description =
          "Only these log groups; * stands for anything. May be given several times (default:"
              + " all).")
  private List<String> patterns = new ArrayList<>();

  @Option(names = "--json", description = "Print it as a JSON object.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine command = Objects.requireNonNull(spec, "spec").commandLine();
    List<GroupPattern> chosen =
        UsageException.valid(() -> patterns.stream().map(GroupPattern::new).toList());
    FirnConfig config = configOptions.read(System.getenv());
    if (config.sources().isEmpty()) {
      throw new UsageException(
          "Cannot tell a status: the config names no sources (conf/firn.yaml explains them)");
    }
    List<ExportStatus> sources = new ExportRun(config, System.getenv()).status();
    List<ExitCode> codes = new ArrayList<>();
    Optional<WaitingWindows> waiting = waiting(command, config, codes);
    StatusReport report =
        new StatusReport(
            sources,
            waiting,
            group -> chosen.isEmpty() || chosen.stream().anyMatch(one -> one.matches(group)));
    codes.addAll(tellProblems(command, sources));
    if (report.hasGaps()) {
      codes.add(ExitCode.DATA_REFUSED);
    }
    print(command.getOut(), report, ExitCode.gravest(codes));
    return ExitCode.gravest(codes).code();
  }

  private void print(PrintWriter out, StatusReport report, ExitCode code) {
    if (json) {
      ObjectNode root = JSON.createObjectNode().put("exit_code", code.code());
      new StatusJson(report).addTo(root);
      out.println(root);
    } else {
      report.print(out);
    }
    out.flush();
  }

  private static List<ExitCode> tellProblems(CommandLine command, List<ExportStatus> sources) {
    return sources.stream()
        .flatMap(source -> source.problem().stream())
        .map(problem -> Main.of(command).report(problem, command.getErr()))
        .toList();
  }

  /** What waits for ingest; empty where landing zone or catalog do not tell, which is told. */
  private static Optional<WaitingWindows> waiting(
      CommandLine command, FirnConfig config, List<ExitCode> codes) {
    Lake lake = Lake.of(config, System.getenv());
    try (LandingZones zones = new LandingZones(lake.environment())) {
      List<WindowMarkers> markers =
          zones.windows(config).stream().map(WindowSource::markers).toList();
      WaitingWindows waiting = waiting(lake, markers);
      for (String marker : waiting.unreadable()) {
        command
            .getErr()
            .println(
                "firn: Cannot read marker "
                    + marker
                    + ": it is damaged, or of a later version of Firn");
        codes.add(ExitCode.OUTSIDE);
      }
      return Optional.of(waiting);
    } catch (RuntimeException e) {
      codes.add(Main.of(command).report(e, command.getErr()));
      return Optional.empty();
    }
  }

  /** Where there is no lake or no ledger, all of them wait. */
  private static WaitingWindows waiting(Lake lake, List<WindowMarkers> zones) {
    if (!lake.isThere()) {
      return WaitingWindows.of(zones, markers -> List.of());
    }
    try (OpenCatalog catalog = Catalogs.open(lake.existing(), new Configuration())) {
      Optional<Ledger> ledger = Ledger.find(catalog.catalog(), "status", Clock.systemUTC());
      return WaitingWindows.of(
          zones, markers -> ledger.map(found -> found.windows(markers)).orElse(List.of()));
    }
  }
}
