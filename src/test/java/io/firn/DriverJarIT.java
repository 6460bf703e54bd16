package io.firn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.aws.S3LandingZone;
import io.firn.driver.DriverProcess;
import io.firn.landing.LandingLayout;
import io.firn.landing.WindowMarkers;
import io.firn.sandbox.AwsException;
import io.firn.sandbox.BucketRefusal;
import io.firn.sandbox.GroupClass;
import io.firn.sandbox.InputEvent;
import io.firn.sandbox.Operation;
import io.firn.sandbox.Quotas;
import io.firn.sandbox.SandboxSettings;
import io.firn.sandbox.TaskTimes;
import io.firn.sandbox.TestClock;
import io.firn.sandbox.http.Clients;
import io.firn.sandbox.http.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** The driver's own jar: what is inside, and what its commands do and say, over the sandbox. */
@Timeout(120)
final class DriverJarIT {
  private static final Path JAR = Path.of(System.getProperty("firn.driver-jar"));
  private static final long LARGEST = 20L << 20;
  private static final String GROUP = "/shop/orders";
  private static final Duration DAYS = Duration.ofDays(4);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private Sandbox sandbox;
  private Clients clients;

  @BeforeEach
  void start() throws Exception {
    sandbox =
        Sandbox.start(
            Sandbox.Setup.inMemory(
                TestClock.running(),
                SandboxSettings.defaults()
                    .withQuotas(Quotas.NONE)
                    .withTaskTimes(
                        TaskTimes.fixed(Duration.ofMillis(50), Duration.ofMillis(100)))));
    clients = Clients.of(sandbox);
    clients.s3().createBucket(r -> r.bucket("landing"));
    group(GROUP);
  }

  @AfterEach
  void stop() throws IOException {
    clients.close();
    sandbox.close();
  }

  private void group(String name) {
    sandbox.logs().ensureLogGroup(name);
    Instant now = Instant.now();
    sandbox.logs().backdate(name, now.minus(Duration.ofDays(40)));
    for (int day = 39; day > 0; day--) {
      long time = now.minus(Duration.ofDays(day)).toEpochMilli();
      sandbox.logs().putPastEvents(name, "s", List.of(new InputEvent(time, "d" + day)));
    }
  }

  private DriverProcess.Ended run(String... arguments) throws Exception {
    return run(sandbox.environment(), arguments);
  }

  private DriverProcess.Ended run(Map<String, String> environment, String... arguments)
      throws Exception {
    return DriverProcess.start(List.of("-jar", JAR.toString()), environment, folder, arguments)
        .ended();
  }

  private String config(String landing) throws IOException {
    return config(landing, "state");
  }

  private String config(String landing, String state) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("firn.yaml"),
            """
            catalog: {warehouse: w}
            state: s3://landing/%s
            sources:
              - account: "123456789012"
                region: %s
                landing: %s
                recheck-after: []
            """
                .formatted(state, Sandbox.HOME.region(), landing));
    return file.toString();
  }

  private String config() throws IOException {
    return config("s3://landing/exports");
  }

  private int markers() {
    LandingLayout layout = new LandingLayout("landing", "exports");
    return new WindowMarkers(new S3LandingZone(clients.s3()), layout).keys().size();
  }

  @Test
  void nothingOfSparkIcebergOrHadoopIsInside() throws Exception {
    List<String> names;
    try (JarFile jar = new JarFile(JAR.toFile())) {
      names = jar.stream().map(JarEntry::getName).toList();
      assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
          .isEqualTo("io.firn.driver.DriverMain");
    }
    assertThat(names)
        .noneMatch(name -> name.matches(".*(spark|iceberg|hadoop|scala|parquet|avro|sqlite)/.*"))
        .noneMatch(name -> name.matches("io/firn/(cli|ingest|ledger|table|schema|shred|sample)/.*"))
        .noneMatch(name -> name.matches("(picocli|com/fasterxml|org/yaml)/.*"))
        .contains("io/firn/driver/ExportFunction.class")
        .filteredOn(name -> name.endsWith(".class"))
        .doesNotHaveDuplicates();
    System.out.printf("firn-driver: %.1f MB%n", Files.size(JAR) / 1e6);
    assertThat(Files.size(JAR)).isLessThan(LARGEST);
  }

  @Test
  void itsCommandsExplainThemselves() throws Exception {
    assertThat(run("--help").out()).contains("export", "backfill");
    DriverProcess.Ended none = run();
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).startsWith("firn: Missing command");
  }

  /** A look, an export by the variables of each service, a rebuild, and a span of history. */
  @Test
  void aWholeExport() throws Exception {
    DriverProcess.Ended plan = run("backfill", "plan", "--config", config(), "--rate", "5MB");
    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out())
        .contains(GROUP)
        .containsPattern("123456789012 .*: 2 tasks, .* at 5.0 MB a second \\(given\\)");
    DriverProcess.Ended look = run("export", "--config", config(), "--dry-run");
    assertThat(look.code()).as(look.err()).isZero();
    assertThat(look.out()).contains("next is " + GROUP).contains("new events need ");
    assertThat(markers()).isZero();

    Map<String, String> apart = new HashMap<>(sandbox.environment());
    String endpoint = apart.put("AWS_ENDPOINT_URL", "http://127.0.0.1:1");
    for (String service : List.of("CLOUDWATCH_LOGS", "CLOUDWATCH", "S3", "STS")) {
      apart.put("AWS_ENDPOINT_URL_" + service, endpoint);
    }
    DriverProcess.Ended export = run(apart, "export", "--config", config(), "--wait", "--json");
    assertThat(export.code()).as(export.err()).isZero();
    JsonNode report = JSON.readTree(export.out());
    assertThat(report.get("end").textValue()).isEqualTo("idle");
    assertThat(report.get("windows").size()).isEqualTo(markers()).isGreaterThan(1);
    DriverProcess.Ended refused = run("export", "--config", config(), "--rebuild-state");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("it is not lost, it knows 1 log groups and 0 gaps");

    DriverProcess.Ended again =
        run(
            "export",
            "--config",
            config(),
            "--wait",
            "--log-group",
            "/shop/*",
            "--from",
            "2020-01-01",
            "--to",
            Instant.now().minus(Duration.ofDays(20)).toString());
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out())
        .contains("is before the log group was made")
        .contains("is exported already")
        .contains(": 0 windows exported");
    assertThat(markers()).isEqualTo(report.get("windows").size());
  }

  /** State is lost while a task is at work. */
  @Test
  void aRebuildGoesOnWithTheTaskAtWork() throws Exception {
    while (markers() == 0 || !slot().contains("task_id")) {
      run("export", "--config", config(), "--budget", "4s");
    }
    int marked = markers();
    for (String object : List.of("slot", "index")) {
      clients.s3().deleteObject(r -> r.bucket("landing").key(stateKey(object)));
    }
    DriverProcess.Ended lost = run("export", "--config", config());
    assertThat(lost.code()).isEqualTo(3);
    assertThat(lost.warnings())
        .singleElement()
        .asString()
        .contains("it is gone, though there are exports below s3://landing/exports/123456789012/");
    DriverProcess.Ended rebuilt = run("export", "--config", config(), "--rebuild-state");
    assertThat(rebuilt.code()).as(rebuilt.err()).isZero();
    assertThat(rebuilt.out())
        .contains("state rebuilt from 0 receipts and " + marked + " more markers")
        .contains("goes on with task firn-");
    DriverProcess.Ended rest = run("export", "--config", config(), "--wait");
    assertThat(rest.code()).as(rest.err()).isZero();
    // Two of history, one of what is new.
    assertThat(markers()).isEqualTo(3);
  }

  @Test
  void whatIsLostEndsTheOneRunThatNoticesItWithFour() throws Exception {
    sandbox.logs().putRetentionPolicy(GROUP, 1);
    assertThat(run("export", "--config", config(), "--wait").code()).isZero();
    // As if no run had come for four days.
    String index =
        clients
            .s3()
            .getObjectAsBytes(r -> r.bucket("landing").key(stateKey("index")))
            .asUtf8String();
    Instant watermark =
        Instant.parse(JSON.readTree(index).at("/groups").get(GROUP).get("watermark").asText());
    String older = index.replace(watermark.toString(), watermark.minus(DAYS).toString());
    clients
        .s3()
        .putObject(r -> r.bucket("landing").key(stateKey("index")), RequestBody.fromString(older));

    DriverProcess.Ended look = run("export", "--config", config(), "--dry-run");
    assertThat(look.code()).isZero();
    assertThat(look.out()).contains("events of /shop/orders from " + watermark.minus(DAYS));
    DriverProcess.Ended lost = run("export", "--config", config(), "--budget", "1s");
    assertThat(lost.code()).as(lost.err()).isEqualTo(4);
    assertThat(lost.warnings())
        .singleElement()
        .asString()
        .startsWith("firn: Lost events of /shop/orders from " + watermark.minus(DAYS))
        .endsWith(": expired");
    assertThat(run("export", "--config", config(), "--budget", "1s").code()).isZero();
  }

  private static String stateKey(String object) {
    return "state/export/123456789012-%s/%s.json".formatted(Sandbox.HOME.region(), object);
  }

  private String slot() {
    return clients
        .s3()
        .getObjectAsBytes(r -> r.bucket("landing").key(stateKey("slot")))
        .asUtf8String();
  }

  @Test
  void whatCannotBeMeantSoIsMisuse() throws Exception {
    assertMisuse(
        "Invalid --to: '2026-01-01T00:00:00Z' (must be after --from, 2026-01-02T00:00:00Z)",
        "--log-group",
        GROUP,
        "--from",
        "2026-01-02",
        "--to",
        "2026-01-01");
    assertMisuse(
        "Invalid --log-group: '/none' (must match a log group that a source exports)",
        "--log-group",
        "/none",
        "--from",
        "2026-01-01",
        "--to",
        "2026-01-02");
    assertMisuse(
        "A span of history wants --log-group, --from and --to together", "--from", "2026-01-01");
    assertMisuse(
        "Invalid --from: ",
        "--log-group",
        GROUP,
        "--from",
        Instant.now().toString(),
        "--to",
        Instant.now().plusSeconds(60).toString());
    assertMisuse(
        "Invalid --source: 'x' (must be 123456789012-" + Sandbox.HOME.region() + ")",
        "--source",
        "x");
  }

  private void assertMisuse(String message, String... options) throws Exception {
    String[] arguments = new String[options.length + 3];
    System.arraycopy(new String[] {"export", "--config", config()}, 0, arguments, 0, 3);
    System.arraycopy(options, 0, arguments, 3, options.length);
    DriverProcess.Ended ended = run(arguments);
    assertThat(ended.code()).as(ended.err()).isEqualTo(2);
    assertThat(ended.warnings()).singleElement().asString().contains(message);
  }

  /** Each of them in one line, with what to do. */
  @Test
  void whatUsersMeetIsToldWithItsRemedy() throws Exception {
    sandbox.logs().faults().deny(Operation.CREATE_EXPORT_TASK);
    assertTold("allow the credentials of this source logs:CreateExportTask on the log group");
    sandbox.logs().faults().deny(Operation.DESCRIBE_LOG_GROUPS);
    assertTold("allow the credentials of this source logs:DescribeLogGroups");
    sandbox.logs().faults().clear();

    refuse(BucketRefusal.GET_BUCKET_ACL);
    assertTold(
        "let logs." + Sandbox.HOME.region() + ".amazonaws.com call s3:GetBucketAcl on the bucket");
    refuse(BucketRefusal.CALLER);
    assertTold("allow the credentials of this source s3:PutObject on arn:aws:s3:::landing/*");
    refuse(BucketRefusal.KMS_KEY);
    assertTold("use its KMS key, in the key's policy, if it has one");
    sandbox.model().buckets().accept("landing");
  }

  private void refuse(BucketRefusal refusal) {
    sandbox.model().buckets().accept("landing");
    sandbox.model().buckets().refuse("landing", refusal);
  }

  private void assertTold(String remedy) throws Exception {
    clients
        .s3()
        .listObjectsV2(r -> r.bucket("landing"))
        .contents()
        .forEach(object -> clients.s3().deleteObject(r -> r.bucket("landing").key(object.key())));
    DriverProcess.Ended ended = run("export", "--config", config(), "--budget", "3s");
    assertThat(ended.code()).as(ended.err()).isEqualTo(3);
    assertThat(ended.warnings())
        .singleElement()
        .asString()
        .startsWith("firn: Cannot ")
        .contains(remedy);
  }

  @Test
  void aBucketElsewhereAClassAndAGroupThatIsGoneAreTold() throws Exception {
    sandbox.logs().createLogGroup("/rare", GroupClass.INFREQUENT_ACCESS);
    DriverProcess.Ended ended = run("export", "--config", config(), "--wait");
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.warnings())
        .singleElement()
        .asString()
        .contains(
            "Cannot export /rare: it is of the class INFREQUENT_ACCESS; only log groups of the"
                + " class STANDARD can be exported");
    clients.s3().createBucket(r -> r.bucket("far"));
    sandbox.model().buckets().locate("far", "ap-south-1");
    DriverProcess.Ended far = run("export", "--config", config("s3://far/exports", "other"));
    assertThat(far.code()).isEqualTo(3);
    assertThat(far.warnings())
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith(
                        "firn: Cannot export /shop/orders to s3://far: the bucket lies in"
                            + " ap-south-1; name a bucket in "
                            + Sandbox.HOME.region()));
    DriverProcess.Ended none = run("export", "--config", config("s3://no-such/exports", "third"));
    assertThat(none.warnings())
        .anySatisfy(line -> assertThat(line).contains("there is no such bucket; create it in"));
  }

  @Test
  void aGroupThatGoesBetweenLookAndTaskIsTold() throws Exception {
    sandbox
        .logs()
        .faults()
        .refuse(
            Operation.CREATE_EXPORT_TASK,
            new AwsException(
                "ResourceNotFoundException", "The specified log group does not exist."),
            1);
    DriverProcess.Ended ended = run("export", "--config", config(), "--budget", "3s");
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.warnings())
        .containsExactly(
            "firn: Cannot export /shop/orders to s3://landing: the log group is gone; it is looked"
                + " up anew (The specified log group does not exist.)");
  }

  @Test
  void withoutCredentialsItSaysSo() throws Exception {
    Map<String, String> without = new HashMap<>(sandbox.environment());
    for (String name : List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")) {
      without.put(name, "");
    }
    without.put("AWS_EC2_METADATA_DISABLED", "true");
    DriverProcess.Ended ended = run(without, "export", "--config", config(), "--budget", "1s");
    assertThat(ended.code()).as(ended.out()).isEqualTo(3);
    assertThat(ended.warnings()).singleElement().asString().contains("set AWS_PROFILE or ");
  }
}
