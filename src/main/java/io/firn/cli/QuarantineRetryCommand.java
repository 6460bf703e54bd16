package io.firn.cli;

import io.firn.ObjectFormat;
import io.firn.ObjectIdentity;
import io.firn.OnOverwrite;
import io.firn.cli.LakeOptions.Lake;
import io.firn.config.FirnConfig;
import io.firn.config.InputConfig;
import io.firn.config.Route;
import io.firn.ingest.IngestInput;
import io.firn.ingest.IngestLimits;
import io.firn.ingest.IngestRequest;
import io.firn.ingest.IngestRequest.OnQuarantined;
import io.firn.ingest.SourceDefaults;
import io.firn.ingest.TaskStates;
import io.firn.ingest.WindowSource;
import io.firn.ledger.Ledger;
import io.firn.ledger.LogSource;
import io.firn.ledger.QuarantinedObject;
import io.firn.policy.EventPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code firn quarantine retry}: objects in quarantine are read again. */
@Command(
    name = "retry",
    description =
        "Read objects in quarantine again, on the routes of --config if they came on one. What is"
            + " still damaged stays.")
final class QuarantineRetryCommand implements Callable<Integer> {
  @Mixin private final LakeOptions lakeOptions = new LakeOptions();
  @Mixin private final ResultOptions results = new ResultOptions();

  @Parameters(
      arity = "0..*",
      paramLabel = "<object>",
      description = "Their URIs, as the list has them (default: all).")
  private List<String> objects = new ArrayList<>();

  @Option(
      names = "--salvage",
      description =
          "Of an object that is still damaged, take the events before the damage. It counts as"
              + " ingested then: a repaired version is not taken in beside it.")
  private boolean salvage;

  @Option(
      names = "--as-is",
      description =
          "Without --config: the objects came without one, nothing of them is dropped or masked.")
  private boolean asIs;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    IngestRun run = new IngestRun(Objects.requireNonNull(spec, "spec").commandLine(), results);
    return run.reportingFailures(
        () -> {
          Lake lake = lakeOptions.lake(System.getenv());
          if (lake.config().isEmpty() && !asIs) {
            throw new UsageException(
                "Missing option: --config <file> with the routes that the objects came on (or"
                    + " --as-is, if they came without a config)");
          }
          lake.existing();
          try (LandingZones zones = new LandingZones(lake.environment())) {
            return run.ingest(lake, ledger -> request(lake, zones, ledger));
          }
        });
  }

  private IngestRequest request(Lake lake, LandingZones zones, Ledger ledger) {
    List<QuarantinedObject> waiting = ledger.quarantinedObjects();
    for (String object : objects) {
      if (waiting.stream().noneMatch(one -> Quarantine.uri(one).equals(object))) {
        throw new UsageException(
            "Cannot retry " + object + ": it is not in quarantine (see firn quarantine list)");
      }
    }
    List<QuarantinedObject> chosen =
        waiting.stream()
            .filter(one -> objects.isEmpty() || objects.contains(Quarantine.uri(one)))
            .toList();
    List<IngestInput> inputs =
        chosen.stream().filter(one -> !one.isRecheck()).map(one -> input(lake, one)).toList();
    IngestLimits limits =
        lake.config().map(config -> Routing.limits(config, null)).orElse(IngestLimits.DEFAULT);
    return new IngestRequest(
        inputs,
        rechecks(lake, zones, chosen),
        TaskStates.UNKNOWN,
        limits,
        salvage ? OnQuarantined.SALVAGE : OnQuarantined.RETRY,
        lake.config().map(config -> config.ingest().onOverwrite()).orElse(OnOverwrite.FAIL));
  }

  /** They are compared with their earlier exports again. */
  private static List<WindowSource> rechecks(
      Lake lake, LandingZones zones, List<QuarantinedObject> chosen) {
    List<QuarantinedObject> rechecks =
        chosen.stream().filter(QuarantinedObject::isRecheck).toList();
    if (rechecks.isEmpty()) {
      return List.of();
    }
    FirnConfig config =
        lake.config()
            .orElseThrow(
                () ->
                    new UsageException(
                        "Cannot retry recheck "
                            + Quarantine.uri(rechecks.get(0))
                            + " without a config (use --config with the source that it is of)"));
    // Each on the route that it came on.
    rechecks.forEach(recheck -> policy(config, recheck, recheck.from().orElseThrow()));
    Set<ObjectIdentity> markers =
        rechecks.stream().map(QuarantinedObject::object).collect(Collectors.toSet());
    return zones.windows(config).stream().map(zone -> zone.only(markers::contains)).toList();
  }

  private static IngestInput input(Lake lake, QuarantinedObject waiting) {
    if (waiting.from().isEmpty()) {
      return mixed(lake, waiting);
    }
    LogSource source = waiting.from().get();
    EventPolicy policy =
        lake.config().map(config -> policy(config, waiting, source)).orElse(EventPolicy.PLAIN);
    return new IngestInput(
        Quarantine.uri(waiting),
        format(lake, waiting),
        source,
        waiting.table(),
        policy,
        Duration.ZERO);
  }

  /** As the input of the config says that it lies in, or by its content. */
  private static ObjectFormat format(Lake lake, QuarantinedObject waiting) {
    return configured(lake, waiting).map(InputConfig::format).orElse(ObjectFormat.AUTO);
  }

  private static Optional<InputConfig> configured(Lake lake, QuarantinedObject waiting) {
    String uri = Quarantine.uri(waiting);
    return lake.config().stream()
        .flatMap(config -> config.ingest().inputs().stream())
        .filter(input -> InputConfig.isBelow(uri, input.path()))
        .findFirst();
  }

  /** An object of many log groups. */
  private static IngestInput mixed(Lake lake, QuarantinedObject waiting) {
    FirnConfig config =
        lake.config()
            .orElseThrow(
                () ->
                    new UsageException(
                        "Cannot retry "
                            + Quarantine.uri(waiting)
                            + " without a config: its events go by routes (use --config)"));
    Optional<InputConfig> input = configured(lake, waiting);
    return IngestInput.mixed(
        Quarantine.uri(waiting),
        ObjectFormat.SUBSCRIPTION,
        input.map(Routing::defaults).orElse(new SourceDefaults(null, null, null)),
        new RoutesOfEvents(config));
  }

  private static EventPolicy policy(
      FirnConfig config, QuarantinedObject waiting, LogSource source) {
    Route route = Routing.route(config, source.group());
    if (!route.table().equals(waiting.table())) {
      throw new UsageException(
          "Cannot retry "
              + Quarantine.uri(waiting)
              + ": it was quarantined for "
              + waiting.table()
              + ", and the route of "
              + source.group()
              + " leads to "
              + route.table()
              + " now (name the other objects)");
    }
    return route.policy();
  }
}
