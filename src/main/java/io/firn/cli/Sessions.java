package io.firn.cli;

import io.firn.cli.Session.End;
import io.firn.table.CatalogSettings;
import io.firn.table.SessionCatalog;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** How a SparkSession is made; what spark-submit sets goes before these defaults. */
final class Sessions {
  private static final String EXTENSION =
      "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions";

  private static final String S3A_REGION = "fs.s3a.endpoint.region";
  private static final String REDACTED = "spark.redaction.regex";

  /** Spark's default for it, and the settings that give drivers their variables. */
  private static final String SECRET_NAMES =
      "(?i)secret|password|token|access[.]?key|credential|mask.?key"
          + "|appMasterEnv|driverEnv|executorEnv";

  private Sessions() {}

  /**
   * A session whose default catalog is the settings'; to be closed by the caller.
   *
   * @param region of the buckets that are read; null to leave it to the environment
   */
  static Session open(String name, CatalogSettings settings, @Nullable String region) {
    SparkConf conf = conf(name);
    addCatalog(conf, settings);
    End end = isOpen() ? End.NOTHING : End.STOPS_SPARK;
    SparkSession session = SparkSession.builder().config(conf).getOrCreate();
    if (region != null && !conf.contains("spark.hadoop." + S3A_REGION)) {
      // Here, since the session may have been open already, and then this is no more of its conf.
      session.sparkContext().hadoopConfiguration().set(S3A_REGION, region);
    }
    return new Session(session, end);
  }

  /**
   * The session of a driver that runs in a cluster, before anything else is done: YARN waits for it
   * no longer than {@code spark.yarn.am.waitTime}, and takes an application that had none for a
   * failed one. What {@link #open} then returns is this one. Nothing where the driver is a process
   * of its caller's; to be closed by the caller.
   */
  static Optional<Session> openEarly() {
    return inCluster()
        ? Optional.of(
            new Session(SparkSession.builder().config(conf("firn")).getOrCreate(), End.STOPS_SPARK))
        : Optional.empty();
  }

  private static boolean isOpen() {
    Option<SparkSession> session = SparkSession.getDefaultSession();
    return session.isDefined() && !session.get().sparkContext().isStopped();
  }

  /** Whether a cluster's manager has started this driver, and is told how it ends. */
  static boolean inCluster() {
    return "cluster".equals(System.getProperty("spark.submit.deployMode"));
  }

  private static SparkConf conf(String name) {
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.master", "local[*]");
    conf.setIfMissing("spark.ui.enabled", "false");
    // Spark's own catalog is not used; it would leave a folder where the command was started.
    conf.setIfMissing("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir"));
    conf.set("spark.sql.session.timeZone", "UTC");
    setName(conf, name);
    addExtension(conf);
    redact(conf);
    return conf;
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
    SessionCatalog.properties(settings)
        .forEach((key, value) -> conf.set(catalog + "." + key, value));
    conf.set("spark.sql.defaultCatalog", CatalogSettings.NAME);
  }

  /** What a person has set goes beside ours. */
  private static void redact(SparkConf conf) {
    String own = conf.get(REDACTED, "");
    conf.set(REDACTED, own.isEmpty() ? SECRET_NAMES : own + "|" + SECRET_NAMES);
  }
}
