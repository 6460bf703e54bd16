package io.firn;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.testing.FirnProcess;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;

/** {@code scripts/sandbox} as a person uses it, and Firn on what it exports. */
final class SandboxScriptIT {
  private static final Path SAMPLES = Path.of(System.getProperty("firn.root", ""), "samples");

  @TempDir Path directory;

  private Map<String, String> environment;

  @BeforeEach
  void prepare() throws Exception {
    environment = Map.of("FIRN_SANDBOX", directory.toRealPath().resolve("sandbox").toString());
  }

  @AfterEach
  void stop() throws Exception {
    assertThat(sandbox("stop").exitCode()).isZero();
    assertThat(sandbox("status").exitCode()).isEqualTo(3);
  }

  private FirnProcess.Result sandbox(String... arguments) throws Exception {
    return FirnProcess.runScript(environment, "sandbox", arguments);
  }

  @Test
  void whatIsLoadedIsExportedAndBecomesATable() throws Exception {
    FirnProcess.Result started = sandbox("start");
    assertThat(started.exitCode()).as(started.err()).isZero();
    assertThat(sandbox("start").err()).contains("the sandbox runs already at http://127.0.0.1:");

    String file = SAMPLES.resolve("day-1/orders.log").toString();
    FirnProcess.Result loaded =
        sandbox("load", file, "--log-group", "/shop/orders", "--log-stream", "api/i-1");
    assertThat(loaded.out()).isEqualTo("Put 50 events into /shop/orders, stream api/i-1\n");
    assertThat(sandbox("status").outLines()).last().asString().contains("/shop/orders  11,497");

    Map<String, String> exported = exported(sandbox("env"));
    assertThat(exported).containsKeys("AWS_ENDPOINT_URL", "AWS_REGION", "AWS_ACCESS_KEY_ID");
    export(exported);

    FirnProcess.Result ingested =
        FirnProcess.run(
            exported,
            "ingest",
            "--input",
            "s3a://landing/exports",
            "--table",
            "logs.orders",
            "--log-group",
            "/shop/orders",
            "--warehouse",
            directory.resolve("lake").toString());
    assertThat(ingested.exitCode()).as(ingested.err()).isZero();
    FirnProcess.Result rows =
        FirnProcess.run(
            "sql",
            "--warehouse",
            directory.resolve("lake").toString(),
            "--format",
            "json",
            "select count(*) as events, count(distinct event) as kinds from logs.orders");
    assertThat(rows.out()).isEqualTo("{\"events\":50,\"kinds\":3}\n");
  }

  private static Map<String, String> exported(FirnProcess.Result env) {
    Map<String, String> variables = new HashMap<>();
    for (String line : env.outLines()) {
      if (line.startsWith("export ")) {
        List<String> parts = List.of(line.substring("export ".length()).split("=", 2));
        variables.put(parts.get(0), parts.get(1));
      }
    }
    return variables;
  }

  private static void export(Map<String, String> environment) throws InterruptedException {
    try (CloudWatchLogsClient logs =
        CloudWatchLogsClient.builder()
            .endpointOverride(URI.create(environment.get("AWS_ENDPOINT_URL")))
            .region(Region.of(environment.get("AWS_REGION")))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(
                        environment.get("AWS_ACCESS_KEY_ID"),
                        environment.get("AWS_SECRET_ACCESS_KEY"))))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build()) {
      String id =
          logs.createExportTask(
                  r ->
                      r.logGroupName("/shop/orders")
                          .from(0L)
                          .to(System.currentTimeMillis())
                          .destination("landing")
                          .destinationPrefix("exports"))
              .taskId();
      String status = "";
      for (int tries = 0; tries < 60 && !status.equals("COMPLETED"); tries++) {
        Thread.sleep(500);
        status =
            logs.describeExportTasks(r -> r.taskId(id))
                .exportTasks()
                .get(0)
                .status()
                .codeAsString();
      }
      assertThat(status).isEqualTo("COMPLETED");
    }
  }

  @Test
  void wrongUseIsTold() throws Exception {
    assertThat(sandbox("dance").exitCode()).isEqualTo(2);
    assertThat(sandbox("start", "--port", "soon").err()).contains("Invalid port: soon");
    FirnProcess.Result load = sandbox("load", "x", "--log-group", "g");
    assertThat(load.exitCode()).isEqualTo(3);
    assertThat(load.err())
        .contains("Cannot reach the sandbox: none runs; start one with scripts/sandbox start");
  }
}
