package io.firn.cli;

import io.firn.table.CatalogSettings;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** How a SparkSession is made; what spark-submit sets goes before these defaults. */
final class Sessions {
  private static final String EXTENSION =
      "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions";

  private static final String REDACTED = "spark.redaction.regex";

  /** The default of {@link #REDACTED}. */
  private static final String SPARKS_OWN = "(?i)secret|password|token|access[.]?key";

  private Sessions() {}

  /**
   * A session whose default catalog is the settings'; to be closed by the caller.
   *
   * @param region of the buckets that are read; null to leave it to the environment
   */
  static SparkSession open(String name, CatalogSettings settings, @Nullable String region) {
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.master", "local[*]");
    conf.setIfMissing("spark.ui.enabled", "false");
    // Spark's own catalog is not used; it would leave a folder where the command was started.
    conf.setIfMissing("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir"));
    conf.set("spark.sql.session.timeZone", "UTC");
    if (region != null) {
      conf.setIfMissing("spark.hadoop.fs.s3a.endpoint.region", region);
    }
    setName(conf, name);
    addExtension(conf);
    addCatalog(conf, settings);
    return SparkSession.builder().config(conf).getOrCreate();
  }

  /** Without a name of its own, spark-submit has called the application after its main class. */
  private static void setName(SparkConf conf, String name) {
    if (conf.get("spark.app.name", "").isEmpty()
        || conf.get("spark.app.name").equals(Main.class.getName())) {
      conf.setAppName(name);
    }
  }

  private static void addExtension(SparkConf conf) {
    String others = conf.get("spark.sql.extensions", "");
    if (!others.contains(EXTENSION)) {
      conf.set("spark.sql.extensions", others.isEmpty() ? EXTENSION : others + "," + EXTENSION);
    }
  }

  private static void addCatalog(SparkConf conf, CatalogSettings settings) {
    String catalog = "spark.sql.catalog." + CatalogSettings.NAME;
    conf.set(catalog, "org.apache.iceberg.spark.SparkCatalog");
    settings.properties().forEach((key, value) -> conf.set(catalog + "." + key, value));
    conf.set("spark.sql.defaultCatalog", CatalogSettings.NAME);
    hide(conf, catalog, settings.secrets());
  }

  /** What Spark shows of its settings, by SET, in logs and on its pages, is without them. */
  private static void hide(SparkConf conf, String catalog, Set<String> secrets) {
    if (!secrets.isEmpty()) {
      String names =
          secrets.stream()
              .map(name -> Pattern.quote(catalog + "." + name))
              .collect(Collectors.joining("|"));
      conf.set(REDACTED, conf.get(REDACTED, SPARKS_OWN) + "|" + names);
    }
  }
}
