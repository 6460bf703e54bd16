package io.firn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.jobs.IngestPermissions;
import io.firn.sandbox.InputEvent;
import io.firn.sandbox.SandboxSettings;
import io.firn.sandbox.TaskQuery;
import io.firn.sandbox.TaskTimes;
import io.firn.sandbox.TestClock;
import io.firn.sandbox.http.Sandbox;
import io.firn.testing.FaultyProxy;
import io.firn.testing.FaultyProxy.Fault;
import io.firn.testing.FaultyProxy.Request;
import io.firn.testing.FirnProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar the whole way, from log events to rows, and what it says of that. */
final class RunIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String GROUP = "/shop/orders";
  private static final int HOURS = 20;
  private static final String SOURCE =
      "- {account: \"123456789012\", region: us-east-1, landing: \"s3://%s/exports\", settle: 1h}\n";

  @TempDir Path directory;

  private Sandbox sandbox;
  private FaultyProxy proxy;

  @BeforeEach
  void start() throws Exception {
    sandbox =
        Sandbox.start(
            Sandbox.Setup.inMemory(
                TestClock.running(),
                SandboxSettings.defaults()
                    .withTaskTimes(
                        TaskTimes.fixed(Duration.ofMillis(100), Duration.ofMillis(300)))));
    sandbox.s3().createBucket("landing");
    sandbox.s3().createBucket("lake");
    proxy = FaultyProxy.before(sandbox.endpoint());
    Instant now = Instant.now();
    sandbox.logs().ensureLogGroup(GROUP);
    sandbox.logs().backdate(GROUP, now.minus(Duration.ofDays(1)));
    List<InputEvent> events = new ArrayList<>();
    for (int hour = HOURS; hour > 0; hour--) {
      long time = now.minus(Duration.ofHours(hour).plusMinutes(30)).toEpochMilli();
      events.add(new InputEvent(time, "{\"hour\":" + hour + "}"));
    }
    sandbox.logs().putPastEvents(GROUP, "app/1", events);
  }

  @AfterEach
  void stop() throws Exception {
    sandbox.close();
    proxy.close();
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(sandbox.environment());
    environment.put("AWS_ENDPOINT_URL", proxy.endpoint().toString());
    return environment;
  }

  private String config(String more) throws Exception {
    return Files.writeString(
            directory.resolve("firn.yaml"),
            """
            catalog: {warehouse: "s3://lake/warehouse", file: catalog.db}
            state: s3://lake/warehouse/firn-state
            routes:
              - {log-group: "*", table: "logs.{log-group}"}
            """
                + more)
        .toString();
  }

  private static String sources(String landing) {
    return "sources:\n  " + SOURCE.formatted(landing);
  }

  private FirnProcess.Result firn(String... arguments) throws Exception {
    return FirnProcess.run(environment(), arguments);
  }

  private JsonNode json(int exitCode, String... arguments) throws Exception {
    FirnProcess.Result result = firn(arguments);
    assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(exitCode);
    JsonNode json = JSON.readTree(result.out());
    assertThat(json.get("exit_code").asInt()).isEqualTo(exitCode);
    return json;
  }

  /** A run that is killed when it makes a request, which still comes to the service. */
  private void runKilledAt(String config, Predicate<Request> request) throws Exception {
    CompletableFuture<FirnProcess> process = new CompletableFuture<>();
    proxy.next(1, request, new Fault.Meanwhile(() -> process.join().kill()));
    try (FirnProcess run = FirnProcess.start(environment(), "run", "--config", config)) {
      process.complete(run);
      assertThat(run.await().exitCode()).isNotZero();
    }
    assertThat(proxy.outstanding()).isZero();
  }

  @Test
  void runsThatWereKilledAreFinishedByTheNext() throws Exception {
    String config = config(sources("landing"));
    runKilledAt(
        config,
        request ->
            request.headers().getOrDefault("x-amz-target", "").endsWith(".CreateExportTask"));
    runKilledAt(
        config,
        request ->
            request.method().equals("PUT") && request.target().contains("/shop_orders/data/"));

    JsonNode run = json(0, "run", "--config", config, "--wait", "--json");
    assertThat(run.get("export").get("sources").get(0).get("started").asInt()).isZero();
    assertThat(run.get("ingest").get("events").asInt()).isEqualTo(HOURS);
    assertThat(run.get("ingest").get("recovered")).hasSize(1);
    assertThat(sandbox.logs().describeExportTasks(TaskQuery.all()).items()).hasSize(1);

    FirnProcess.Result again = firn("run", "--config", config);
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.outLines())
        .singleElement()
        .asString()
        .startsWith(
            "Export: 0 windows exported (0 objects, 0 bytes), 0 tasks started, 0 found again;"
                + " nothing is due until ")
        .contains(". Ingest: Nothing ingested in ");
    assertThat(
            firn("sql", "--config", config, "--format", "csv", "select hour from logs.shop_orders")
                .outLines()
                .stream()
                .skip(1)
                .map(Integer::parseInt))
        .hasSize(HOURS)
        .doesNotHaveDuplicates();

    JsonNode group = json(0, "status", "--config", config, "--json").findValue("log_groups").get(0);
    assertThat(group.get("log_group").textValue()).isEqualTo(GROUP);
    assertThat(group.get("windows_waiting").asInt()).isZero();
    assertThat(group.get("ingested_up_to")).isEqualTo(group.get("exported_up_to"));
    assertThat(group.get("gaps")).isEmpty();
    assertThat(Instant.parse(group.get("next_recheck").textValue())).isAfter(Instant.now());
    IngestPermissions.assertAllowRun(proxy.requests());
  }

  @Test
  void aSourceThatFailsDoesNotStopTheIngest() throws Exception {
    Path inputs = Files.createDirectories(directory.resolve("inputs"));
    Files.writeString(inputs.resolve("a"), "2026-11-20T08:05:43.563Z {\"a\":1}\n");
    String config =
        config(
            sources("no-such-bucket")
                + "ingest: {inputs: [{path: "
                + inputs
                + ", log-group: /shop/other}]}\n");
    FirnProcess.Result run = firn("run", "--config", config, "--budget", "20s", "--quiet");

    assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
    assertThat(run.outLines())
        .singleElement()
        .asString()
        .startsWith("Export: 0 windows exported ")
        .contains(". Ingest: Ingested 1 object, 1 event into logs.shop_other ");
    String problem =
        "Cannot export /shop/orders to s3://no-such-bucket: there is no such bucket; create it in"
            + " us-east-1";
    assertThat(run.err()).contains("firn: " + problem);

    FirnProcess.Result status = firn("status", "--config", config, "--log-group", "/shop/*");
    assertThat(status.outLines()).anyMatch(line -> line.startsWith("/shop/orders |"));
    assertThat(status.out()).contains(" no bucket\n", problem, "tried again at");
  }

  @Test
  void aStatusNeedsNeitherLakeNorState() throws Exception {
    FirnProcess.Result nothing = firn("status", "--config", config(sources("landing")));
    assertThat(nothing.exitCode()).as(nothing.err()).isZero();
    assertThat(nothing.out()).isEqualTo("123456789012 us-east-1: nothing was exported yet\n");
    assertThat(Files.exists(directory.resolve("catalog.db"))).isFalse();

    FirnProcess.Result misuse = firn("status", "--config", config(""));
    assertThat(misuse.exitCode()).isEqualTo(2);
    assertThat(misuse.err()).contains("firn: Cannot tell a status: the config names no sources");
    assertThat(firn("run", "--config", config("")).exitCode()).isEqualTo(2);
  }

  @Test
  void lostEventsAreAnExitCodeOfTheStatus() throws Exception {
    Path state = directory.resolve("state/export/123456789012-us-east-1");
    Files.createDirectories(state);
    Files.writeString(state.resolve("slot.json"), "{\"version\":1}");
    Files.writeString(
        state.resolve("index.json"),
        """
        {"version":1,"listed_at":"2026-11-20T00:00:00Z","task_ms":60000,"bytes_per_second":0,
         "steady_ms":0,"catch_up_ms":0,"groups":{"/shop/orders":{"generation":1,"class":"STANDARD",
         "bytes_per_day":1,"since":"2026-11-01T00:00:00Z","watermark":"2026-11-19T00:00:00Z",
         "gaps":[{"generation":1,"from":"2026-11-02T00:00:00Z","to":"2026-11-02T23:59:59.999Z",
         "reason":"expired","noticed":"2026-11-20T00:00:00Z"}]}}}
        """);
    Path read = Path.of(config(sources("landing")));
    String config =
        Files.writeString(
                directory.resolve("lost.yaml"),
                Files.readString(read)
                    .replace(
                        "s3://lake/warehouse/firn-state", directory.resolve("state").toString()))
            .toString();

    FirnProcess.Result status = firn("status", "--config", config);
    assertThat(status.exitCode()).as(status.err()).isEqualTo(4);
    assertThat(status.out())
        .contains(
            "Lost events of /shop/orders from 2026-11-02T00:00:00Z to 2026-11-02T23:59:59.999Z:"
                + " expired");
    assertThat(firn("status", "--config", config, "--log-group", "/none").exitCode()).isZero();
  }
}
