package io.firn.cli;

import io.firn.LogGroup;
import io.firn.ObjectFormat;
import io.firn.config.BatchCaps;
import io.firn.config.FirnConfig;
import io.firn.config.InputConfig;
import io.firn.config.Route;
import io.firn.decode.InflateBounds;
import io.firn.ingest.EventRouter;
import io.firn.ingest.EventRouter.Destination;
import io.firn.ingest.IngestInput;
import io.firn.ingest.IngestLimits;
import io.firn.ingest.IngestRequest;
import io.firn.ingest.IngestRequest.OnQuarantined;
import io.firn.ingest.SourceDefaults;
import io.firn.ledger.LogSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a config says, in the words of the ingest job. */
final class Routing {
  private Routing() {}

  /** All that a config names: its inputs, and the finished windows of its sources. */
  static IngestRequest request(FirnConfig config, LandingZones zones, IngestLimits limits) {
    return new IngestRequest(
        inputs(config),
        zones.windows(config),
        zones.tasks(),
        limits,
        OnQuarantined.SKIP,
        config.ingest().onOverwrite());
  }

  /** The config's inputs, each with its route. */
  static List<IngestInput> inputs(FirnConfig config) {
    return config.ingest().inputs().stream().map(input -> input(config, input)).toList();
  }

  /**
   * An input on the route of its log group, or on those of its events'.
   *
   * @throws UsageException if no route matches its log group
   */
  static IngestInput input(FirnConfig config, InputConfig input) {
    return input(input, new RoutesOfEvents(config));
  }

  static IngestInput input(InputConfig input, EventRouter routes) {
    SourceDefaults defaults = defaults(input);
    if (input.format() == ObjectFormat.SUBSCRIPTION) {
      return IngestInput.mixed(input.path(), input.format(), defaults, routes).in(input.folders());
    }
    LogSource source = new LogSource(input.group().orElseThrow(), input.account(), input.region());
    Destination to =
        UsageException.valid(() -> routes.route(source))
            .orElseThrow(() -> unrouted(source.group()));
    return new IngestInput(
        input.path(),
        input.format(),
        defaults,
        to.table(),
        to.policy(),
        routes,
        input.quietFor(),
        input.folders());
  }

  /** What an input says of events that do not say it. */
  static SourceDefaults defaults(InputConfig input) {
    return new SourceDefaults(input.logGroup(), input.account(), input.region());
  }

  static Route route(FirnConfig config, LogGroup group) {
    return UsageException.valid(() -> config.route(group)).orElseThrow(() -> unrouted(group));
  }

  private static UsageException unrouted(LogGroup group) {
    return new UsageException(
        "Cannot ingest log group " + group + ": no route of the config matches it");
  }

  /** The config's limits; {@code maxBadObjects} goes before its own. */
  static IngestLimits limits(FirnConfig config, @Nullable Integer maxBadObjects) {
    InflateBounds bounds =
        new InflateBounds(config.ingest().maxInflated().bytes(), config.ingest().maxRatio());
    Integer configured = config.ingest().maxBadObjects();
    int most = configured == null ? IngestLimits.DEFAULT.maxBadObjects() : configured;
    BatchCaps caps = config.ingest().batch();
    return limits(
        new IngestLimits(bounds, most, caps.objects(), caps.bytes().bytes()), maxBadObjects);
  }

  static IngestLimits limits(IngestLimits limits, @Nullable Integer maxBadObjects) {
    return maxBadObjects == null
        ? limits
        : UsageException.valid(() -> limits.withMaxBadObjects(maxBadObjects));
  }
}
