package io.firn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firn.testing.FaultyProxy;
import io.firn.testing.FaultyProxy.Fault;
import io.firn.testing.FirnProcess;
import io.firn.testing.LocalS3;
import io.firn.testing.NumberedExports;
import io.firn.testing.SparkHome;
import io.firn.testing.Warehouse;
import io.firn.testing.YarnCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar on YARN in cluster mode, whose driver is the application's master. */
@Tag("long")
final class YarnIT {
  private static final TableName TABLE = TableName.parse("logs.orders");
  private static final int OBJECTS = 12;
  private static final int EVENTS = 200;

  /** Longer than a session takes to open. */
  private static final Duration WAIT = Duration.ofSeconds(25);

  @TempDir Path temporary;
  private Path directory;
  private Warehouse warehouse;
  private SparkHome home;
  private YarnCluster yarn;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(SparkHome.hasForeignJars(), "YARN: no firn.foreign-jars (scripts/test --long)");
    directory = temporary.toRealPath();
    warehouse = new Warehouse(directory.resolve("lake"), TABLE);
    Path own = FirnProcess.sparkHome();
    home =
        SparkHome.linkedTo(own, directory.resolve("spark"))
            .with("yarn", jar -> jar.startsWith("spark-yarn"));
    yarn =
        YarnCluster.start(
            SparkHome.foreign("yarn"), own, Files.createDirectory(directory.resolve("yarn")));
  }

  @AfterEach
  void stop() throws IOException {
    if (yarn != null) {
      yarn.close();
    }
  }

  @Test
  void endsAsItsCommandDoes() throws Exception {
    NumberedExports exports =
        new NumberedExports(directory.resolve("landing"), OBJECTS, EVENTS).addBatch();

    FirnProcess.Result result = submit(ingest(exports.input()));
    assertThat(result.exitCode()).as("%s%s", result.err(), yarn.output("stderr")).isZero();
    warehouse.assertHoldsExactly(exports);

    // Nothing in it needs Spark, but YARN takes an application without for failed.
    result = submit("ledger", "list", "--warehouse", warehouse.path(), "--json");
    assertThat(result.exitCode()).as("%s%s", result.err(), yarn.output("stderr")).isZero();
    assertThat(yarn.output("stdout")).contains("\"state\":\"ingested\"");

    result = submit(ingest(directory.resolve("nowhere").toString()));
    assertThat(result.exitCode()).isNotZero();
    assertThat(result.err()).contains("firn ended with exit code 2: ").contains("nowhere");
  }

  /**
   * The config comes with {@code --files}, and AWS takes longer for the state than YARN waits for a
   * session.
   */
  @Test
  void planningMayTakeLongerThanYarnWaits() throws Exception {
    NumberedExports exports =
        new NumberedExports(directory.resolve("landing"), OBJECTS, EVENTS).addBatch();
    Path config =
        Files.writeString(
            directory.resolve("firn.yaml"),
            """
            catalog: {warehouse: %s}
            state: s3://state/firn
            ingest:
              inputs: [{path: %s, log-group: /shop}]
            routes:
              - {log-group: "*", table: logs.orders}
            """
                .formatted(warehouse.path(), exports.input()));
    try (LocalS3 s3 = LocalS3.start();
        FaultyProxy proxy = FaultyProxy.before(s3.endpoint())) {
      s3.createBucket("state");
      proxy.next(1, request -> true, new Fault.Latency(WAIT.multipliedBy(2)));
      List<String> options = new ArrayList<>(List.of("--files", config.toString()));
      Map<String, String> variables = s3.environment();
      variables.put("AWS_ENDPOINT_URL_S3", proxy.endpoint().toString());
      variables.forEach(
          (name, value) ->
              options.addAll(List.of("--conf", "spark.yarn.appMasterEnv." + name + "=" + value)));
      options.addAll(List.of("--conf", "spark.yarn.am.waitTime=" + WAIT.toSeconds() + "s"));
      options.addAll(List.of("ingest", "--config", "firn.yaml"));

      FirnProcess.Result result = submit(options.toArray(String[]::new));

      assertThat(result.exitCode()).as("%s%s", result.err(), yarn.output("stderr")).isZero();
      assertThat(proxy.outstanding()).isZero();
    }
    warehouse.assertHoldsExactly(exports);
  }

  private String[] ingest(String input) {
    return new String[] {
      "ingest",
      "--warehouse",
      warehouse.path(),
      "--input",
      input,
      "--table",
      TABLE.toString(),
      "--log-group",
      "/shop"
    };
  }

  private FirnProcess.Result submit(String... command) throws Exception {
    Map<String, String> environment = new HashMap<>(yarn.environment());
    environment.put("SPARK_HOME", home.path().toString());
    environment.put("SPARK_SCALA_VERSION", "2.12");
    environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--master", "yarn", "--deploy-mode", "cluster"));
    arguments.addAll(List.of("--num-executors", "1", "--executor-memory", "1g"));
    for (String conf :
        List.of(
            "spark.yarn.jars=local:" + home.path() + "/jars/*",
            "spark.yarn.maxAppAttempts=1",
            "spark.yarn.appMasterEnv.SPARK_LOCAL_IP=127.0.0.1",
            "spark.executorEnv.SPARK_LOCAL_IP=127.0.0.1")) {
      arguments.addAll(List.of("--conf", conf));
    }
    arguments.addAll(Arrays.asList(command));
    return FirnProcess.run(environment, arguments.toArray(String[]::new));
  }
}
