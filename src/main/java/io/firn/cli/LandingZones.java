package io.firn.cli;

import io.firn.AccountRegion;
import io.firn.aws.AwsClients;
import io.firn.aws.AwsStores;
import io.firn.aws.S3LandingZone;
import io.firn.config.FirnConfig;
import io.firn.config.Route;
import io.firn.config.SourceConfig;
import io.firn.export.CloudWatchLogsException;
import io.firn.export.CloudWatchLogsException.Kind;
import io.firn.export.DescribedTask;
import io.firn.ingest.IngestInput;
import io.firn.ingest.TaskStates;
import io.firn.ingest.TaskStates.State;
import io.firn.ingest.WindowSource;
import io.firn.landing.LandingLayout;
import io.firn.landing.WindowMarkers;
import io.firn.landing.WindowReceipts;
import io.firn.landing.WindowRemoval;
import io.firn.maintain.LandingRetention;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The landing zones that a config's sources export to; several may share one. They are read with
 * the process's own credentials, as their objects are.
 */
final class LandingZones implements AutoCloseable {
  private final Map<String, String> environment;
  private final List<AwsClients> clients = new ArrayList<>();
  private final Map<AccountRegion, TaskStates> logs = new HashMap<>();

  /**
   * None is open yet.
   *
   * @param environment has the standard AWS_* variables
   */
  LandingZones(Map<String, String> environment) {
    this.environment = environment;
  }

  /** What they hold, each on the route of its log group. */
  List<WindowSource> windows(FirnConfig config) {
    Map<LandingLayout, WindowSource> zones = new LinkedHashMap<>();
    for (SourceConfig source : config.sources()) {
      zones.computeIfAbsent(
          new LandingLayout(source.bucket(), source.prefix()), zone -> open(config, source, zone));
    }
    return List.copyOf(zones.values());
  }

  /** Those of sources whose windows do not stay for ever. */
  List<LandingRetention> retentions(FirnConfig config) {
    List<LandingRetention> retentions = new ArrayList<>();
    for (SourceConfig source : config.sources()) {
      Duration retention = source.landingRetention();
      if (retention != null) {
        AwsClients own = AwsClients.ofProcess(source.place().region(), null, environment);
        clients.add(own);
        LandingLayout layout = new LandingLayout(source.bucket(), source.prefix());
        S3LandingZone zone = new S3LandingZone(own.s3());
        retentions.add(
            new LandingRetention(
                source.place(),
                retention,
                new WindowMarkers(zone, layout),
                new WindowReceipts(AwsStores.state(config.state(), own)),
                new WindowRemoval(zone, zone, layout)));
      }
    }
    return retentions;
  }

  private WindowSource open(FirnConfig config, SourceConfig source, LandingLayout layout) {
    AwsClients own = AwsClients.ofProcess(source.place().region(), null, environment);
    clients.add(own);
    return new WindowSource(
        new WindowMarkers(new S3LandingZone(own.s3()), layout),
        (marker, group) -> {
          Route route = Routing.route(config, group.group());
          return new IngestInput(marker, group, route.table(), route.policy());
        },
        new WindowReceipts(AwsStores.state(config.state(), own)));
  }

  /** Asks CloudWatch Logs, where account and Region are known; not again where it refused it. */
  TaskStates tasks() {
    return (source, taskId) ->
        source.account() == null || source.region() == null
            ? State.UNKNOWN
            : logs.computeIfAbsent(source.place(), this::asked).state(source, taskId);
  }

  private TaskStates asked(AccountRegion place) {
    AwsClients own = AwsClients.ofProcess(place.region(), null, environment);
    clients.add(own);
    AtomicBoolean refused = new AtomicBoolean();
    return (source, taskId) -> {
      if (refused.get()) {
        return State.UNKNOWN;
      }
      try {
        return own.logs().task(taskId).map(LandingZones::state).orElse(State.UNKNOWN);
      } catch (CloudWatchLogsException e) {
        if (e.kind() != Kind.REFUSED) {
          // It may tell the next time; until then nothing is taken for whole.
          return State.AT_WORK;
        }
        refused.set(true);
        return State.UNKNOWN;
      }
    };
  }

  private static State state(DescribedTask task) {
    return switch (task.status()) {
      case COMPLETED -> State.COMPLETED;
      case PENDING, RUNNING, PENDING_CANCEL -> State.AT_WORK;
      case FAILED, CANCELLED -> State.FAILED;
      case OTHER -> State.UNKNOWN;
    };
  }

  @Override
  public void close() {
    clients.forEach(AwsClients::close);
  }
}
