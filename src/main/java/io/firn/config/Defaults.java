package io.firn.config;

import io.firn.ObjectFormat;
import io.firn.OnOverwrite;
import io.firn.parse.AccessLogPreset;
import io.firn.parse.ParserChoice;
import io.firn.policy.Dedupe;
import io.firn.policy.EventPolicy;
import io.firn.policy.SchemaRules;
import java.time.Duration;
import java.util.List;

/** What holds where a config is silent. */
public final class Defaults {
  static final CatalogType CATALOG_TYPE = CatalogType.JDBC;

  /** Below a local warehouse. */
  static final String CATALOG_FILE = "catalog.db";

  /** Beside a catalog file, or in a warehouse; no namespace and no table can have its name. */
  public static final String STATE = "firn-state";

  static final Duration BUSY_TIMEOUT = Duration.ofSeconds(60);
  static final BatchCaps BATCH = new BatchCaps(10_000, new ByteSize(50_000_000_000L));

  /** Twice as long as Firehose tries again to write an object. */
  public static final Duration LOOKBACK = Duration.ofDays(2);

  static final ObjectFormat FORMAT = ObjectFormat.AUTO;
  static final OnOverwrite ON_OVERWRITE = OnOverwrite.FAIL;

  /** Of a batch that is not heard of. */
  public static final Duration LEASE = Duration.ofMinutes(10);

  static final ByteSize MAX_INFLATED = new ByteSize(100_000_000_000L);
  static final int MAX_RATIO = 500;
  static final List<GroupPattern> INCLUDE = List.of(new GroupPattern("*"));
  static final SourceConfig.Schedule SCHEDULE =
      new SourceConfig.Schedule(
          Duration.ofHours(12),
          Duration.ofHours(1),
          List.of(Duration.ofHours(36), Duration.ofDays(15)),
          25,
          new ByteSize(20_000_000_000L));

  /** How tables are kept in order. */
  public static final MaintenanceConfig MAINTENANCE =
      new MaintenanceConfig(
          Duration.ofDays(1),
          Duration.ofHours(3),
          new ByteSize(256 << 20),
          new MaintenanceConfig.Budget(new ByteSize(200_000_000_000L), Duration.ofHours(1)),
          Duration.ofDays(5),
          new MaintenanceConfig.Orphans(OrphanMode.REPORT, Duration.ofDays(3)));

  /** How maintenance lays out a table that no route says more of. */
  public static final LayoutConfig LAYOUT =
      new LayoutConfig(List.of("log_group", "log_time"), null, List.of(), null);

  static final ParserChoice PARSER = ParserChoice.AUTO;
  static final AccessLogPreset PRESET = AccessLogPreset.COMBINED;
  static final EventPolicy.RawText RAW = EventPolicy.RawText.UNPARSED;
  static final SchemaRules SCHEMA = SchemaRules.DEFAULT;
  static final Dedupe DEDUPE = Dedupe.NONE;

  private Defaults() {}
}
