package io.firn.cli;

import io.firn.DateFolders;
import io.firn.DateTemplate;
import io.firn.LogGroup;
import io.firn.ObjectFormat;
import io.firn.OnOverwrite;
import io.firn.TableName;
import io.firn.cli.LakeOptions.Lake;
import io.firn.config.Days;
import io.firn.config.Defaults;
import io.firn.config.Durations;
import io.firn.config.FirnConfig;
import io.firn.config.InputConfig;
import io.firn.ingest.EventRouter;
import io.firn.ingest.IngestInput;
import io.firn.ingest.IngestLimits;
import io.firn.ingest.IngestRequest;
import io.firn.ingest.IngestRequest.OnQuarantined;
import io.firn.ledger.LogSource;
import io.firn.policy.EventPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that say what is ingested, where no config does. */
final class InputOptions {
  @Option(
      names = "--input",
      paramLabel = "<input>",
      description =
          "Where the objects are: a directory, or s3a://<bucket>/<prefix>; in folders of days or"
              + " hours as <prefix>/{yyyy}/{MM}/{dd}/{HH}, with --from. With --config, instead of"
              + " its inputs.")
  private @Nullable String input;

  @Option(
      names = "--table",
      paramLabel = "<table>",
      description = "<namespace>.<name>; made when it is missing. With --config its routes say it.")
  private @Nullable String table;

  @Option(
      names = "--log-group",
      paramLabel = "<group>",
      description =
          "The log group that the objects of --input come from; of --format subscription, of events"
              + " that do not name theirs.")
  private @Nullable String logGroup;

  @Option(
      names = "--format",
      paramLabel = "<format>",
      description =
          "What the objects of --input hold: auto, export, subscription, ndjson or text (default:"
              + " auto).")
  private @Nullable String format;

  @Option(
      names = "--account",
      paramLabel = "<id>",
      description = "The log group's AWS account, for column log_account.")
  private @Nullable String account;

  @Option(
      names = "--region",
      paramLabel = "<region>",
      description = "The log group's AWS Region, for column log_region.")
  private @Nullable String region;

  @Option(
      names = "--from",
      paramLabel = "<day>",
      description = "The first day of the date folders of --input, like 2026-11-28, in UTC.")
  private @Nullable String from;

  @Option(
      names = "--lookback",
      paramLabel = "<duration>",
      description =
          "How long after its end a date folder of --input is looked at, like 12h (default: 2d).")
  private @Nullable String lookback;

  @Option(
      names = "--full-listing",
      description = "Look at all date folders of the inputs, however old they are.")
  private boolean fullListing;

  @Option(
      names = "--max-bad-objects",
      paramLabel = "<n>",
      description = "Commit nothing if more objects than these are bad (default: no limit).")
  private @Nullable Integer maxBadObjects;

  /**
   * What the flags and the config ask for.
   *
   * @param zones the landing zones of the config's sources
   */
  IngestRequest request(Lake lake, LandingZones zones) {
    IngestRequest request =
        lake.config().isPresent() ? configured(lake.config().get(), zones) : ofFlags();
    return fullListing ? request.withFullListing() : request;
  }

  private IngestRequest configured(FirnConfig config, LandingZones zones) {
    if (table != null) {
      throw new UsageException("Invalid option: --table (with --config its routes name tables)");
    }
    IngestLimits limits = Routing.limits(config, maxBadObjects);
    if (input == null) {
      if (Stream.of(logGroup, format, account, region, from, lookback).anyMatch(Objects::nonNull)) {
        throw new UsageException(
            "Missing option: --input (--log-group, --format, --account, --region, --from and"
                + " --lookback belong to it)");
      }
      if (config.ingest().inputs().isEmpty() && config.sources().isEmpty()) {
        throw new UsageException(
            "Cannot ingest: the config has neither ingest.inputs nor sources (add one, or name"
                + " --input)");
      }
      return Routing.request(config, zones, limits);
    }
    IngestInput adHoc = Routing.input(config, input(input, config.aws().region()));
    return request(List.of(adHoc), limits, config.ingest().onOverwrite());
  }

  private IngestRequest ofFlags() {
    String path = required(input, "--input");
    TableName name = UsageException.valid(() -> TableName.parse(required(table, "--table")));
    IngestLimits limits = Routing.limits(IngestLimits.DEFAULT, maxBadObjects);
    IngestInput only = Routing.input(input(path, null), new OneTable(name));
    return request(List.of(only), limits, OnOverwrite.FAIL);
  }

  private static IngestRequest request(
      List<IngestInput> inputs, IngestLimits limits, OnOverwrite onOverwrite) {
    return new IngestRequest(inputs, limits, OnQuarantined.SKIP, onOverwrite);
  }

  /** Whatever is there is taken. */
  private InputConfig input(String path, @Nullable String defaultRegion) {
    ObjectFormat as = UsageException.valid(() -> InputConfig.format(format));
    if (as != ObjectFormat.SUBSCRIPTION) {
      required(logGroup, "--log-group");
    }
    return UsageException.valid(
        () ->
            new InputConfig(
                path,
                as,
                logGroup == null ? null : new LogGroup(logGroup),
                account,
                region == null ? defaultRegion : region,
                Duration.ZERO,
                folders(path)));
  }

  /** Null if the path has no date. */
  private @Nullable DateFolders folders(String path) {
    if (!DateTemplate.isIn(path)) {
      if (from != null || lookback != null) {
        throw new UsageException(
            "Invalid options: --from and --lookback (--input has no date, such as"
                + " {yyyy}/{MM}/{dd})");
      }
      return null;
    }
    return new DateFolders(
        new DateTemplate(path),
        Days.parse(required(from, "--from")),
        lookback == null ? Defaults.LOOKBACK : Durations.parse(lookback));
  }

  /** All events go to the one table, whatever log group they name. */
  private record OneTable(TableName table) implements EventRouter {
    @Override
    public Optional<Destination> route(LogSource source) {
      return Optional.of(new Destination(table, EventPolicy.PLAIN));
    }

    @Override
    public Optional<TableName> onlyTable() {
      return Optional.of(table);
    }

    @Override
    public boolean storesText() {
      return true;
    }
  }

  private static String required(@Nullable String value, String option) {
    if (value == null) {
      throw new UsageException("Missing option: " + option);
    }
    return value;
  }
}
