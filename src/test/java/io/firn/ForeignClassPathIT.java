package io.firn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firn.testing.BucketLake;
import io.firn.testing.FirnProcess;
import io.firn.testing.LocalS3;
import io.firn.testing.NumberedExports;
import io.firn.testing.SparkCluster;
import io.firn.testing.SparkHome;
import io.firn.testing.Warehouse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar among libraries that are not those that it was compiled and tested with. */
@Tag("long")
final class ForeignClassPathIT {
  private static final String ICEBERG = "iceberg-spark-runtime-3.5_2.12-";
  private static final TableName TABLE = TableName.parse("logs.orders");
  private static final int OBJECTS = 3;
  private static final int EVENTS = 200;

  @TempDir Path temporary;
  private Path directory;
  private SparkHome home;

  @BeforeEach
  void link() throws Exception {
    assumeTrue(SparkHome.hasForeignJars(), "no firn.foreign-jars (scripts/test --long sets it)");
    directory = temporary.toRealPath();
    home = SparkHome.linkedTo(FirnProcess.sparkHome(), directory.resolve("spark"));
  }

  /** With an SDK that it wants: its S3FileIO is made for a newer one than the floor's. */
  @Test
  void newestIceberg() throws Exception {
    assertThat(replaced("iceberg", ICEBERG)).hasSize(1);
    replaceAwsSdk("newest-aws");
    takeInTwoBatches();
  }

  @Test
  void olderAwsSdk() throws Exception {
    replaceAwsSdk("aws");
    takeInTwoBatches();
  }

  @Test
  void newerJackson() throws Exception {
    assertThat(replaced("jackson", "jackson-core-")).hasSize(1);
    takeInTwoBatches();
  }

  @Test
  void userClassPathFirst() throws Exception {
    takeInTwoBatches("--conf", "spark.driver.userClassPathFirst=true");
  }

  /** A Spark as its project ships it: what it lacks comes beside the jar. */
  @Test
  void sparkWithoutIceberg() throws Exception {
    home.without(jar -> jar.startsWith(ICEBERG) || jar.startsWith("sqlite-jdbc-"));
    NumberedExports exports =
        new NumberedExports(directory.resolve("landing"), OBJECTS, EVENTS).addBatch();
    Warehouse warehouse = new Warehouse(directory.resolve("lake"), TABLE);
    run(
        Map.of(),
        List.of(),
        List.of(
            "ingest",
            "--warehouse",
            warehouse.path(),
            "--input",
            exports.input(),
            "--table",
            TABLE.toString(),
            "--log-group",
            "/shop"));
    warehouse.assertHoldsExactly(exports);
  }

  /** Puts a foreign set into the home; those jars that begin so and that were not there before. */
  private List<String> replaced(String set, String prefix) throws Exception {
    List<String> before = home.jars(prefix);
    home.with(set, jar -> true);
    List<String> after = new ArrayList<>(home.jars(prefix));
    after.removeAll(before);
    return after;
  }

  private void replaceAwsSdk(String set) throws Exception {
    String core = "sdk-core-";
    String version = home.jars(core).get(0).substring(core.length());
    assertThat(replaced(set, core)).hasSize(1);
    // The modules that the other one has not.
    home.without(jar -> jar.endsWith("-" + version));
  }

  private void takeInTwoBatches(String... options) throws Exception {
    Map<String, String> credentials =
        Map.of(
            "AWS_ACCESS_KEY_ID", LocalS3.ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY", LocalS3.SECRET_KEY,
            "AWS_EC2_METADATA_DISABLED", "true");
    Path work = Files.createDirectory(directory.resolve("cluster"));
    try (LocalS3 s3 = LocalS3.start();
        SparkCluster cluster = SparkCluster.start(home.path(), work, credentials)) {
      List<String> spark = new ArrayList<>(List.of("--master", cluster.master()));
      spark.addAll(List.of(options));
      new BucketLake(directory, s3)
          .takeInTwoBatches(command -> run(s3.environment(), spark, command));
    }
  }

  private String run(Map<String, String> variables, List<String> spark, List<String> command)
      throws Exception {
    Map<String, String> environment = new HashMap<>(variables);
    environment.putAll(SparkCluster.environment());
    environment.put("SPARK_HOME", home.path().toString());
    environment.put("SPARK_SCALA_VERSION", "2.12");
    List<String> arguments = new ArrayList<>(spark);
    arguments.addAll(command);
    FirnProcess.Result result = FirnProcess.run(environment, arguments.toArray(String[]::new));
    assertThat(result.exitCode()).as(result.err()).isZero();
    return result.out();
  }
}
