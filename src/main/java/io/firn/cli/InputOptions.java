package io.firn.cli;

import io.firn.LogGroup;
import io.firn.OnOverwrite;
import io.firn.TableName;
import io.firn.cli.LakeOptions.Lake;
import io.firn.config.FirnConfig;
import io.firn.config.InputConfig;
import io.firn.ingest.IngestInput;
import io.firn.ingest.IngestLimits;
import io.firn.ingest.IngestRequest;
import io.firn.ingest.IngestRequest.OnQuarantined;
import io.firn.ledger.LogSource;
import io.firn.policy.EventPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that say what is ingested, where no config does. */
final class InputOptions {
  @Option(
      names = "--input",
      paramLabel = "<input>",
      description =
          "Where the exported objects are: a directory, or s3a://<bucket>/<prefix>. With --config,"
              + " instead of its inputs.")
  private @Nullable String input;

  @Option(
      names = "--table",
      paramLabel = "<table>",
      description = "<namespace>.<name>; made when it is missing. With --config its routes say it.")
  private @Nullable String table;

  @Option(
      names = "--log-group",
      paramLabel = "<group>",
      description = "The log group that the objects of --input were exported from.")
  private @Nullable String logGroup;

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
    return lake.config().isPresent() ? configured(lake.config().get(), zones) : ofFlags();
  }

  private IngestRequest configured(FirnConfig config, LandingZones zones) {
    if (table != null) {
      throw new UsageException("Invalid option: --table (with --config its routes name tables)");
    }
    IngestLimits limits = Routing.limits(config, maxBadObjects);
    if (input == null) {
      if (logGroup != null || account != null || region != null) {
        throw new UsageException(
            "Missing option: --input (--log-group, --account and --region belong to it)");
      }
      if (config.ingest().inputs().isEmpty() && config.sources().isEmpty()) {
        throw new UsageException(
            "Cannot ingest: the config has neither ingest.inputs nor sources (add one, or name"
                + " --input)");
      }
      return Routing.request(config, zones, limits);
    }
    IngestInput adHoc = Routing.input(config, input, source(config.aws().region()));
    return request(List.of(adHoc), limits, config.ingest().onOverwrite());
  }

  private IngestRequest ofFlags() {
    String path = required(input, "--input");
    TableName name = UsageException.valid(() -> TableName.parse(required(table, "--table")));
    IngestLimits limits = Routing.limits(IngestLimits.DEFAULT, maxBadObjects);
    IngestInput only = new IngestInput(path, source(null), name, EventPolicy.PLAIN);
    return request(List.of(only), limits, OnOverwrite.FAIL);
  }

  private static IngestRequest request(
      List<IngestInput> inputs, IngestLimits limits, OnOverwrite onOverwrite) {
    return new IngestRequest(inputs, limits, OnQuarantined.SKIP, onOverwrite);
  }

  private LogSource source(@Nullable String defaultRegion) {
    LogGroup group = UsageException.valid(() -> new LogGroup(required(logGroup, "--log-group")));
    String id = account;
    if (id != null) {
      UsageException.valid(() -> InputConfig.checkedAccount(id));
    }
    return new LogSource(group, id, region == null ? defaultRegion : region);
  }

  private static String required(@Nullable String value, String option) {
    if (value == null) {
      throw new UsageException("Missing option: " + option);
    }
    return value;
  }
}
