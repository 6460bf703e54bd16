package io.firn.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every key that a config may hold, in the order of {@code conf/firn.yaml}. */
final class ConfigKeys {
  static final String AWS = "aws";
  static final String REGION = "region";
  static final String CATALOG = "catalog";
  static final String TYPE = "type";
  static final String WAREHOUSE = "warehouse";
  static final String FILE = "file";
  static final String BUSY_TIMEOUT = "busy-timeout";
  static final String CATALOG_ID = "catalog-id";
  static final String URI = "uri";
  static final String TOKEN = "token";
  static final String CREDENTIAL = "credential";
  static final String SIGV4 = "sigv4";
  static final String SERVICE = "service";
  static final String PROPERTIES = "properties";
  static final String STATE = "state";
  static final String INGEST = "ingest";
  static final String INPUTS = "inputs";
  static final String PATH = "path";
  static final String LOG_GROUP = "log-group";
  static final String FORMAT = "format";
  static final String ACCOUNT = "account";
  static final String BATCH = "batch";
  static final String OBJECTS = "objects";
  static final String BYTES = "bytes";
  static final String ON_OVERWRITE = "on-overwrite";
  static final String LEASE = "lease";
  static final String MAX_BAD_OBJECTS = "max-bad-objects";
  static final String MAX_INFLATED = "max-inflated";
  static final String MAX_RATIO = "max-ratio";
  static final String MASK_KEY = "mask-key";
  static final String ENV = "env";
  static final String SOURCES = "sources";
  static final String ROLE_ARN = "role-arn";
  static final String LANDING = "landing";
  static final String INCLUDE = "include";
  static final String EXCLUDE = "exclude";
  static final String SETTLE = "settle";
  static final String QUIET_FOR = "quiet-for";
  static final String FROM = "from";
  static final String LOOKBACK = "lookback";
  static final String EVERY = "every";
  static final String RECHECK_AFTER = "recheck-after";
  static final String BACKFILL_SHARE = "backfill-share";
  static final String WINDOW_BYTES = "window-bytes";
  static final String LANDING_RETENTION = "landing-retention";
  static final String MAINTENANCE = "maintenance";
  static final String TARGET_FILE_SIZE = "target-file-size";
  static final String MAX_BYTES = "max-bytes";
  static final String MAX_TIME = "max-time";
  static final String KEEP_SNAPSHOTS = "keep-snapshots";
  static final String ORPHANS = "orphans";
  static final String ORPHANS_AFTER = "orphans-after";
  static final String ROUTES = "routes";
  static final String TABLE = "table";
  static final String PARSER = "parser";
  static final String PATTERN = "pattern";
  static final String PRESET = "preset";
  static final String FIELDS = "fields";
  static final String RAW = "raw";
  static final String UNWRAP = "unwrap";
  static final String CONFLICT = "conflict";
  static final String EVOLVE = "evolve";
  static final String MAX_COLUMNS = "max-columns";
  static final String MAX_DEPTH = "max-depth";
  static final String MAPS = "maps";
  static final String COLUMNS = "columns";
  static final String NULL_VALUES = "null-values";
  static final String DROP = "drop";
  static final String MASK = "mask";
  static final String FILTER = "filter";
  static final String DROP_WHEN = "drop-when";
  static final String SORT = "sort";
  static final String BLOOM = "bloom";
  static final String STATISTICS = "statistics";
  static final String RETAIN = "retain";
  static final String DEDUPE = "dedupe";

  /** The section of each key of a mapping that has the keys of messages. */
  static final String EACH_COLUMN = "routes[].columns.*";

  /** The section of each property that has one. */
  static final String EACH_PROPERTY = "catalog.properties.*";

  /** By the path of the section, {@code []} for any index; the root's is empty. */
  private static final Map<String, List<String>> BY_SECTION = bySection();

  private ConfigKeys() {}

  /** The keys of the section at a path such as {@code ingest.inputs[2]}. */
  static List<String> of(String path) {
    List<String> keys = BY_SECTION.get(path.replaceAll("\\[[0-9]+]", "[]"));
    if (keys == null) {
      throw new AssertionError("No keys are declared for " + path);
    }
    return keys;
  }

  /** All sections with their keys. */
  static Map<String, List<String>> sections() {
    return BY_SECTION;
  }

  private static Map<String, List<String>> bySection() {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    keys.put("", List.of(AWS, CATALOG, STATE, SOURCES, INGEST, MAINTENANCE, ROUTES));
    keys.put("aws", List.of(REGION));
    keys.put("catalog", ofCatalog());
    keys.put("catalog.token", List.of(ENV, FILE));
    keys.put("catalog.credential", List.of(ENV, FILE));
    keys.put("catalog.sigv4", List.of(SERVICE, REGION));
    keys.put(EACH_PROPERTY, List.of(ENV, FILE));
    keys.put("sources[]", ofSource());
    keys.put("ingest", ofIngest());
    keys.put("ingest.inputs[]", ofInput());
    keys.put("ingest.batch", List.of(OBJECTS, BYTES));
    keys.put("ingest.mask-key", List.of(ENV, FILE));
    keys.put("maintenance", ofMaintenance());
    keys.put("routes[]", ofRoute());
    keys.put(EACH_COLUMN, List.of(TYPE, CONFLICT));
    keys.put("routes[].filter", List.of(DROP_WHEN));
    return Collections.unmodifiableMap(keys);
  }

  private static List<String> ofSource() {
    return List.of(
        ACCOUNT,
        REGION,
        ROLE_ARN,
        LANDING,
        INCLUDE,
        EXCLUDE,
        SETTLE,
        EVERY,
        RECHECK_AFTER,
        BACKFILL_SHARE,
        WINDOW_BYTES,
        LANDING_RETENTION);
  }

  private static List<String> ofMaintenance() {
    return List.of(
        EVERY,
        QUIET_FOR,
        TARGET_FILE_SIZE,
        MAX_BYTES,
        MAX_TIME,
        KEEP_SNAPSHOTS,
        ORPHANS,
        ORPHANS_AFTER);
  }

  private static List<String> ofCatalog() {
    return List.of(
        TYPE, WAREHOUSE, FILE, BUSY_TIMEOUT, CATALOG_ID, URI, TOKEN, CREDENTIAL, SIGV4, PROPERTIES);
  }

  private static List<String> ofIngest() {
    return List.of(
        INPUTS, BATCH, ON_OVERWRITE, LEASE, MAX_BAD_OBJECTS, MAX_INFLATED, MAX_RATIO, MASK_KEY);
  }

  private static List<String> ofInput() {
    return List.of(PATH, FROM, LOOKBACK, LOG_GROUP, FORMAT, ACCOUNT, REGION, QUIET_FOR);
  }

  private static List<String> ofRoute() {
    return List.of(
        LOG_GROUP,
        TABLE,
        PARSER,
        PATTERN,
        PRESET,
        FIELDS,
        RAW,
        UNWRAP,
        CONFLICT,
        EVOLVE,
        MAX_COLUMNS,
        MAX_DEPTH,
        MAPS,
        COLUMNS,
        NULL_VALUES,
        DROP,
        MASK,
        FILTER,
        SORT,
        BLOOM,
        STATISTICS,
        RETAIN,
        DEDUPE);
  }
}
