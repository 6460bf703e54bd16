package io.firn.config;

import io.firn.DateFolders;
import io.firn.LogGroup;
import io.firn.parse.AccessLogPreset;
import io.firn.parse.ParserChoice;
import io.firn.policy.EventFilter;
import io.firn.policy.Hint;
import io.firn.policy.KeyPath;
import io.firn.policy.Mask;
import io.firn.policy.SchemaRules.Conflict;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** A config as YAML with all defaults written out; {@link ConfigFile} reads it back. */
public final class EffectiveConfig {
  private EffectiveConfig() {}

  /** Block style, a key a line, in the order of {@code conf/firn.yaml}; never a secret. */
  public static String text(FirnConfig config) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setSplitLines(false);
    options.setDereferenceAliases(true);
    options.setIndicatorIndent(2);
    options.setIndentWithIndicator(true);
    return new Yaml(options).dump(root(config));
  }

  private static Map<String, Object> root(FirnConfig config) {
    Map<String, Object> root = new LinkedHashMap<>();
    if (config.aws().region() != null) {
      put(section(root, ConfigKeys.AWS), ConfigKeys.REGION, config.aws().region());
    }
    root.put(ConfigKeys.CATALOG, EffectiveCatalog.of(config.catalog()));
    root.put(ConfigKeys.STATE, config.state());
    if (!config.sources().isEmpty()) {
      root.put(ConfigKeys.SOURCES, config.sources().stream().map(EffectiveConfig::source).toList());
    }
    root.put(ConfigKeys.INGEST, ingest(config.ingest()));
    root.put(ConfigKeys.MAINTENANCE, maintenance(config.maintenance()));
    root.put(ConfigKeys.ROUTES, config.routes().stream().map(EffectiveConfig::route).toList());
    return root;
  }

  private static Map<String, Object> source(SourceConfig source) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(ConfigKeys.ACCOUNT, source.place().account());
    values.put(ConfigKeys.REGION, source.place().region());
    put(values, ConfigKeys.ROLE_ARN, source.roleArn());
    values.put(ConfigKeys.LANDING, source.landing());
    values.put(ConfigKeys.INCLUDE, patterns(source.groups().include()));
    values.put(ConfigKeys.EXCLUDE, patterns(source.groups().exclude()));
    SourceConfig.Schedule schedule = source.schedule();
    values.put(ConfigKeys.SETTLE, Durations.text(schedule.settle()));
    values.put(ConfigKeys.EVERY, Durations.text(schedule.every()));
    values.put(
        ConfigKeys.RECHECK_AFTER, schedule.recheckAfter().stream().map(Durations::text).toList());
    values.put(ConfigKeys.BACKFILL_SHARE, schedule.backfillShare());
    values.put(ConfigKeys.WINDOW_BYTES, schedule.windowBytes().toString());
    put(values, ConfigKeys.LANDING_RETENTION, text(source.landingRetention()));
    return values;
  }

  private static List<String> patterns(List<GroupPattern> patterns) {
    return patterns.stream().map(GroupPattern::text).toList();
  }

  private static Map<String, Object> ingest(IngestConfig ingest) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(ConfigKeys.INPUTS, ingest.inputs().stream().map(EffectiveConfig::input).toList());
    Map<String, Object> batch = section(values, ConfigKeys.BATCH);
    batch.put(ConfigKeys.OBJECTS, ingest.batch().objects());
    batch.put(ConfigKeys.BYTES, ingest.batch().bytes().toString());
    values.put(ConfigKeys.ON_OVERWRITE, Choices.spelling(ingest.onOverwrite()));
    values.put(ConfigKeys.LEASE, Durations.text(ingest.lease()));
    put(values, ConfigKeys.MAX_BAD_OBJECTS, ingest.maxBadObjects());
    values.put(ConfigKeys.MAX_INFLATED, ingest.maxInflated().toString());
    values.put(ConfigKeys.MAX_RATIO, ingest.maxRatio());
    Secret key = ingest.maskKey();
    put(values, ConfigKeys.MASK_KEY, key == null ? null : EffectiveCatalog.place(key));
    return values;
  }

  private static Map<String, Object> maintenance(MaintenanceConfig maintenance) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(ConfigKeys.EVERY, Durations.text(maintenance.every()));
    values.put(ConfigKeys.QUIET_FOR, Durations.text(maintenance.quietFor()));
    values.put(ConfigKeys.TARGET_FILE_SIZE, maintenance.targetFileSize().toString());
    values.put(ConfigKeys.MAX_BYTES, maintenance.budget().bytes().toString());
    values.put(ConfigKeys.MAX_TIME, Durations.text(maintenance.budget().time()));
    values.put(ConfigKeys.KEEP_SNAPSHOTS, Durations.text(maintenance.keepSnapshots()));
    values.put(ConfigKeys.ORPHANS, Choices.spelling(maintenance.orphans().mode()));
    values.put(ConfigKeys.ORPHANS_AFTER, Durations.text(maintenance.orphans().after()));
    return values;
  }

  private static void putLayout(Map<String, Object> values, LayoutConfig layout) {
    values.put(ConfigKeys.SORT, layout.sort());
    put(values, ConfigKeys.BLOOM, layout.bloom());
    values.put(ConfigKeys.STATISTICS, layout.statistics());
    put(values, ConfigKeys.RETAIN, text(layout.retain()));
  }

  private static @Nullable String text(@Nullable Duration duration) {
    return duration == null ? null : Durations.text(duration);
  }

  private static Map<String, Object> input(InputConfig input) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(ConfigKeys.PATH, input.path());
    DateFolders folders = input.folders();
    if (folders != null) {
      values.put(ConfigKeys.FROM, folders.from().toString());
      values.put(ConfigKeys.LOOKBACK, Durations.text(folders.lookback()));
    }
    put(values, ConfigKeys.LOG_GROUP, input.group().map(LogGroup::name).orElse(null));
    values.put(ConfigKeys.FORMAT, input.format().spelling());
    put(values, ConfigKeys.ACCOUNT, input.account());
    put(values, ConfigKeys.REGION, input.region());
    values.put(ConfigKeys.QUIET_FOR, Durations.text(input.quietFor()));
    return values;
  }

  private static Map<String, Object> route(RouteConfig route) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(ConfigKeys.LOG_GROUP, route.logGroup().text());
    values.put(ConfigKeys.TABLE, route.table().text());
    putParser(values, route.parser());
    values.put(ConfigKeys.RAW, Choices.spelling(route.raw()));
    putSchema(values, route.schema());
    values.put(ConfigKeys.DROP, paths(route.drop()));
    values.put(ConfigKeys.MASK, masks(route.mask()));
    EventFilter filter = route.filter();
    if (filter != null) {
      section(values, ConfigKeys.FILTER).put(ConfigKeys.DROP_WHEN, filter.toString());
    }
    putLayout(values, route.layout());
    values.put(ConfigKeys.DEDUPE, Choices.spelling(route.dedupe()));
    return values;
  }

  private static void putParser(Map<String, Object> values, ParserChoice parser) {
    AccessLogPreset preset = parser.preset();
    values.put(ConfigKeys.PARSER, parser.name());
    put(values, ConfigKeys.PATTERN, parser.pattern());
    put(values, ConfigKeys.PRESET, preset == null ? null : Choices.spelling(preset));
    put(values, ConfigKeys.FIELDS, parser.fields().isEmpty() ? null : parser.fields());
  }

  private static void putSchema(Map<String, Object> values, SchemaConfig schema) {
    values.put(ConfigKeys.UNWRAP, paths(schema.unwrap()));
    values.put(ConfigKeys.CONFLICT, schema.conflict().spelling());
    values.put(ConfigKeys.EVOLVE, schema.evolve().spelling());
    values.put(ConfigKeys.MAX_COLUMNS, schema.bounds().maxColumns());
    values.put(ConfigKeys.MAX_DEPTH, schema.bounds().maxDepth());
    values.put(ConfigKeys.MAPS, schema.maps());
    Map<String, Object> columns = section(values, ConfigKeys.COLUMNS);
    schema.columns().forEach((path, column) -> columns.put(path.toString(), column(column)));
    values.put(ConfigKeys.NULL_VALUES, schema.nullValues());
  }

  private static Object column(ColumnConfig column) {
    Hint type = column.type();
    Conflict conflict = column.conflict();
    if (type != null && conflict == null) {
      return type.spelling();
    }
    Map<String, Object> said = new LinkedHashMap<>();
    put(said, ConfigKeys.TYPE, type == null ? null : type.spelling());
    put(said, ConfigKeys.CONFLICT, conflict == null ? null : conflict.spelling());
    return said;
  }

  private static List<String> paths(List<KeyPath> paths) {
    return paths.stream().map(KeyPath::toString).toList();
  }

  private static Map<String, String> masks(Map<KeyPath, Mask> masks) {
    Map<String, String> spelled = new LinkedHashMap<>();
    masks.forEach((path, mask) -> spelled.put(path.toString(), mask.spelling()));
    return spelled;
  }

  private static Map<String, Object> section(Map<String, Object> parent, String key) {
    Map<String, Object> section = new LinkedHashMap<>();
    parent.put(key, section);
    return section;
  }

  private static void put(Map<String, Object> values, String key, @Nullable Object value) {
    if (value != null) {
      values.put(key, value);
    }
  }
}
