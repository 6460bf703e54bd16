package io.firn.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.AccountRegion;
import io.firn.LogGroup;
import io.firn.export.CloudWatchLogs;
import io.firn.export.CloudWatchLogsException;
import io.firn.export.DescribedGroup;
import io.firn.export.ExportDriver;
import io.firn.export.ExportPolicy;
import io.firn.export.ExportReport;
import io.firn.export.TaskRequest;
import io.firn.landing.LandedPart;
import io.firn.landing.LandingLayout;
import io.firn.landing.WindowMarker;
import io.firn.landing.WindowMarkers;
import io.firn.sandbox.BucketRefusal;
import io.firn.sandbox.Operation;
import io.firn.sandbox.Quotas;
import io.firn.sandbox.SandboxSettings;
import io.firn.sandbox.TestClock;
import io.firn.sandbox.http.Clients;
import io.firn.sandbox.http.Sandbox;
import io.firn.state.S3StateStore;
import io.firn.testing.LocalS3;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;

/** The driver through the SDK's clients, at the sandbox's HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ExportOverHttpTest {
  private static final Instant START = Instant.parse("2026-11-23T05:00:00Z");
  private static final String BUCKET = "landing";

  private Sandbox sandbox;
  private Clients clients;

  @BeforeAll
  void start() throws Exception {
    sandbox =
        Sandbox.start(
            new Sandbox.Setup(
                TestClock.standingAt(START),
                SandboxSettings.defaults().withQuotas(Quotas.NONE),
                Optional.empty(),
                0));
    clients = Clients.of(sandbox);
    clients.s3().createBucket(r -> r.bucket(BUCKET));
  }

  @AfterAll
  void stop() throws IOException {
    clients.close();
    sandbox.close();
  }

  @BeforeEach
  void calm() {
    sandbox.logs().faults().clear();
    sandbox.model().buckets().accept(BUCKET);
  }

  private CloudWatchLogs logs() {
    return new SdkCloudWatchLogs(clients.logs(), new IncomingBytes(clients.metrics()));
  }

  private S3LandingZone landing() {
    return new S3LandingZone(clients.s3());
  }

  private ExportDriver driver(LandingLayout layout, String group) {
    ExportPolicy policy =
        ExportPolicy.defaults()
            .withRecheckAfter()
            .withGroups(candidate -> candidate.name().equals(group));
    return new ExportDriver(
        new AccountRegion(Sandbox.HOME.account(), Sandbox.HOME.region()),
        layout,
        policy,
        new ExportDriver.Tools(
            logs(),
            landing(),
            new S3StateStore(clients.s3(), BUCKET, layout.root() + "-state"),
            sandbox.clock(),
            sandbox.clock()::advance,
            new Random(1)));
  }

  private void put(String group, String... messages) {
    clients.logs().createLogGroup(r -> r.logGroupName(group));
    clients.logs().createLogStream(r -> r.logGroupName(group).logStreamName("a/b"));
    for (String message : messages) {
      clients
          .logs()
          .putLogEvents(
              r ->
                  r.logGroupName(group)
                      .logStreamName("a/b")
                      .logEvents(
                          InputLogEvent.builder()
                              .timestamp(sandbox.clock().millis())
                              .message(message)
                              .build()));
    }
  }

  private String unzipped(String key) throws IOException {
    byte[] bytes = landing().read(BUCKET, key).orElseThrow();
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @Test
  void aGroupLandsWithItsMarker() throws IOException {
    put("/http/orders", "one", "two\nlines");
    String stamp = sandbox.clock().instant().toString().replace("Z", ".000Z").substring(0, 19);
    sandbox.clock().advance(Duration.ofDays(1));
    LandingLayout layout = new LandingLayout(BUCKET, "exports");
    ExportReport report = driver(layout, "/http/orders").tick(Duration.ofHours(1));
    assertThat(report.problem()).isEmpty();
    assertThat(report.finished()).hasSize(1);

    WindowMarkers markers = new WindowMarkers(landing(), layout);
    List<String> keys = markers.keys(layout.markers());
    assertThat(keys).containsExactly(report.finished().get(0).marker());
    WindowMarker marker = markers.read(keys.get(0)).orElseThrow();
    assertThat(marker.group()).isEqualTo(new LogGroup("/http/orders"));
    LandedPart part = marker.parts().get(0);
    assertThat(part.key()).endsWith("/" + marker.task().id() + "/a-b/000000.gz");
    assertThat(part.etag()).doesNotContain("\"").isNotEmpty();
    assertThat(unzipped(part.key())).startsWith(stamp).contains("one\n", "two\nlines\n");
  }

  @Test
  void groupsAreDescribedWithWhatCameIn() {
    put("/http/described", "one");
    clients.logs().putRetentionPolicy(r -> r.logGroupName("/http/described").retentionInDays(3));
    DescribedGroup group =
        logs().groups(null).items().stream()
            .filter(item -> item.group().name().equals("/http/described"))
            .findFirst()
            .orElseThrow();
    assertThat(group.logClass()).isEqualTo("STANDARD");
    assertThat(group.keeps()).hasValue(Duration.ofDays(3));
    assertThat(group.generation()).isLessThanOrEqualTo(sandbox.clock().millis());
    Instant now = sandbox.clock().instant();
    assertThat(
            logs()
                .incomingBytes(
                    List.of(group.group(), new LogGroup("/http/none")),
                    now.minus(Duration.ofDays(1)),
                    now.plus(Duration.ofDays(1))))
        .containsOnlyKeys(group.group())
        .allSatisfy((name, bytes) -> assertThat(bytes).isEqualTo(29.0));
  }

  private void assertFails(CloudWatchLogsException.Kind kind, String code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            CloudWatchLogsException.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(kind);
              assertThat(failure.code()).isEqualTo(code);
              assertThat(failure.getMessage()).doesNotContain("Request ID");
            });
  }

  private void create(String group) {
    Instant now = sandbox.clock().instant();
    logs()
        .createTask(
            new TaskRequest(
                "t", new LogGroup(group), now.minusSeconds(9), now, BUCKET, "exports/x"));
  }

  @Test
  void failuresAreOfTheirKinds() {
    put("/http/failing");
    assertFails(
        CloudWatchLogsException.Kind.NO_SUCH_GROUP,
        "ResourceNotFoundException",
        () -> create("/http/no-such"));
    sandbox.logs().faults().throttle(Operation.CREATE_EXPORT_TASK, 1);
    assertFails(
        CloudWatchLogsException.Kind.THROTTLED,
        "ThrottlingException",
        () -> unrepeated().createTask(request()));
    sandbox.model().buckets().refuse(BUCKET, BucketRefusal.CALLER);
    assertFails(
        CloudWatchLogsException.Kind.REFUSED,
        "InvalidParameterException",
        () -> create("/http/failing"));
    sandbox.model().buckets().accept(BUCKET);
    sandbox.logs().faults().deny(Operation.CREATE_EXPORT_TASK);
    assertFails(
        CloudWatchLogsException.Kind.REFUSED,
        "AccessDeniedException",
        () -> create("/http/failing"));
    sandbox.logs().faults().clear();
    sandbox.logs().occupySlot(Duration.ofHours(1));
    assertFails(
        CloudWatchLogsException.Kind.SLOT_TAKEN,
        "LimitExceededException",
        () -> create("/http/failing"));
    sandbox.clock().advance(Duration.ofHours(2));
  }

  /** Those that the driver gets repeat nothing. */
  private CloudWatchLogs unrepeated() {
    return new AwsClients(
            Sandbox.HOME.region(),
            null,
            sandbox.environment(),
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(LocalS3.ACCESS_KEY, LocalS3.SECRET_KEY)))
        .logs();
  }

  private TaskRequest request() {
    Instant now = sandbox.clock().instant();
    return new TaskRequest(
        "t", new LogGroup("/http/failing"), now.minusSeconds(9), now, BUCKET, "exports/x");
  }

  @Test
  void anObjectIsCreatedOnce() {
    S3LandingZone zone = landing();
    assertThat(zone.read(BUCKET, "small/a.json")).isEmpty();
    assertThat(zone.create(BUCKET, "small/a.json", new byte[] {1})).isTrue();
    assertThat(zone.create(BUCKET, "small/a.json", new byte[] {2})).isFalse();
    assertThat(zone.read(BUCKET, "small/a.json").orElseThrow()).containsExactly(1);
    assertThat(zone.list(BUCKET, "small/"))
        .extracting(LandedPart::key)
        .containsExactly("small/a.json");
    assertThat(zone.region("no-such-bucket")).isEmpty();
    assertThatThrownBy(() -> zone.list("no-such-bucket", "x"))
        .hasMessageStartingWith("Cannot list s3://no-such-bucket/x: ");
  }
}
