package io.firn.config;

import io.firn.policy.EventFilter;
import io.firn.policy.KeyPath;
import io.firn.policy.Mask;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** A config as YAML with all defaults written out; {@link ConfigFile} reads it back. */
public final class EffectiveConfig {
  private EffectiveConfig() {}

  /** Block style, a key a line, in the order of {@code conf/firn.yaml}; never the mask key. */
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
    root.put(ConfigKeys.CATALOG, catalog(config.catalog()));
    root.put(ConfigKeys.INGEST, ingest(config.ingest()));
    root.put(ConfigKeys.ROUTES, config.routes().stream().map(EffectiveConfig::route).toList());
    return root;
  }

  private static Map<String, Object> catalog(CatalogConfig catalog) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(ConfigKeys.TYPE, Choices.JDBC);
    values.put(ConfigKeys.WAREHOUSE, catalog.warehouse());
    values.put(ConfigKeys.FILE, catalog.file().toString());
    values.put(ConfigKeys.BUSY_TIMEOUT, Durations.text(catalog.busyTimeout()));
    return values;
  }

  private static Map<String, Object> ingest(IngestConfig ingest) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(ConfigKeys.INPUTS, ingest.inputs().stream().map(EffectiveConfig::input).toList());
    put(values, ConfigKeys.MAX_BAD_OBJECTS, ingest.maxBadObjects());
    values.put(ConfigKeys.MAX_INFLATED, ingest.maxInflated().toString());
    values.put(ConfigKeys.MAX_RATIO, ingest.maxRatio());
    MaskKey key = ingest.maskKey();
    if (key != null) {
      section(values, ConfigKeys.MASK_KEY).put(Choices.spelling(key.source()), key.name());
    }
    return values;
  }

  private static Map<String, Object> input(InputConfig input) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(ConfigKeys.PATH, input.path());
    values.put(ConfigKeys.LOG_GROUP, input.logGroup().name());
    values.put(ConfigKeys.FORMAT, Choices.EXPORT);
    put(values, ConfigKeys.ACCOUNT, input.account());
    put(values, ConfigKeys.REGION, input.region());
    return values;
  }

  private static Map<String, Object> route(RouteConfig route) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(ConfigKeys.LOG_GROUP, route.logGroup().text());
    values.put(ConfigKeys.TABLE, route.table().text());
    values.put(ConfigKeys.PARSER, Choices.spelling(route.parser()));
    values.put(ConfigKeys.RAW, Choices.spelling(route.raw()));
    values.put(ConfigKeys.CONFLICT, Choices.VARIANT);
    values.put(ConfigKeys.EVOLVE, Choices.ADD);
    values.put(ConfigKeys.DROP, route.drop().stream().map(KeyPath::toString).toList());
    values.put(ConfigKeys.MASK, masks(route.mask()));
    EventFilter filter = route.filter();
    if (filter != null) {
      section(values, ConfigKeys.FILTER).put(ConfigKeys.DROP_WHEN, filter.toString());
    }
    return values;
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
