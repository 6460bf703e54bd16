package io.firn.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.sandbox.InputEvent;
import io.firn.sandbox.SandboxSettings;
import io.firn.sandbox.TaskTimes;
import io.firn.sandbox.TestClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.cloudwatchlogs.model.LimitExceededException;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;

/**
 * What a process outside does to the sandbox: clock, faults, buckets, accounts, files of events.
 */
final class ControlHttpTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ExportFixture fixture;
  private ControlClient control;

  @BeforeEach
  void start() throws Exception {
    fixture = new ExportFixture(SandboxSettings.defaults());
    control = new ControlClient(fixture.sandbox().endpoint());
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  private JsonNode call(String what, String body) throws IOException {
    return control.call(what, JSON.readTree(body));
  }

  @Test
  void theClockIsAdvanced() throws Exception {
    assertThat(call("clock", "{}").path("now").asText()).isEqualTo("2026-11-23T05:00:00Z");
    assertThat(call("clock", "{\"advance\":\"36h\"}").path("now").asText())
        .isEqualTo("2026-11-24T17:00:00Z");
    assertThat(call("clock", "{\"advance\":\"15d\"}").path("now").asText())
        .isEqualTo("2026-12-09T17:00:00Z");
    call("clock", "{\"advance\":\"PT0.5S\"}");
    assertThat(fixture.clock().instant()).isEqualTo(Instant.parse("2026-12-09T17:00:00.500Z"));
    assertThatThrownBy(() -> call("clock", "{\"advance\":\"soon\"}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid time: soon (must be like 90s, 36h, 15d or PT1H30M)");
  }

  @Test
  void faultsAreInjectedAndCleared() throws Exception {
    call("faults", "{\"fault\":\"deny\",\"operation\":\"CreateExportTask\"}");
    assertThatThrownBy(() -> fixture.create(0, fixture.now()))
        .isInstanceOf(CloudWatchLogsException.class)
        .hasMessageContaining("is not authorized");
    call("faults", "{\"fault\":\"clear\"}");
    call("faults", "{\"fault\":\"rival-before-next-create\",\"time\":\"1m\"}");
    assertThatThrownBy(() -> fixture.create(0, fixture.now()))
        .isInstanceOf(LimitExceededException.class);
    call("clock", "{\"advance\":\"1m\"}");
    call("faults", "{\"fault\":\"fail-next-task\",\"message\":\"broken\"}");
    String id = fixture.create(0, fixture.now());
    call("clock", "{\"advance\":\"1m\"}");
    assertThat(fixture.task(id).status().message()).isEqualTo("broken");
    assertThatThrownBy(() -> call("faults", "{\"fault\":\"flood\"}"))
        .hasMessageContaining("Invalid fault: flood (must be throttle, ");
    assertThatThrownBy(() -> call("faults", "{\"fault\":\"deny\",\"operation\":\"X\"}"))
        .hasMessage("Invalid operation: 'X' (must be like CreateExportTask)");
  }

  @Test
  void otherPlacesHaveFaultsOfTheirOwn() throws Exception {
    call(
        "faults",
        "{\"fault\":\"occupy-slot\",\"time\":\"1h\",\"account\":\"210987654321\","
            + "\"region\":\"eu-west-1\"}");
    fixture.create(0, fixture.now());
    assertThatThrownBy(() -> call("faults", "{\"fault\":\"clear\",\"region\":\"Mars\"}"))
        .hasMessage("Invalid Region: Mars (must be like eu-central-1)");
  }

  @Test
  void bucketsRefuseAndAccept() throws Exception {
    call("buckets", "{\"bucket\":\"landing\",\"refuse\":\"GET_BUCKET_ACL\"}");
    assertThatThrownBy(() -> fixture.create(0, fixture.now()))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("GetBucketAcl");
    call("buckets", "{\"bucket\":\"landing\",\"bucketRegion\":\"eu-west-1\"}");
    assertThatThrownBy(() -> fixture.create(0, fixture.now()))
        .hasMessageContaining("not in the same Region");
    call("buckets", "{\"bucket\":\"landing\"}");
    fixture.create(0, fixture.now());
    assertThatThrownBy(() -> call("nonsense", "{}"))
        .hasMessageStartingWith("Invalid control call: /_sandbox/nonsense (must be ");
  }

  @Test
  void filesOfEventsAreLoaded(@TempDir Path directory) throws Exception {
    Path stamped =
        write(
            directory.resolve("stamped.log.gz"),
            "2024-01-01T00:00:00.000Z first\n\tat x\n2024-01-02T00:00:00.500Z {\"a\":1}\n");
    assertThat(control.load("/old", "s", new LoadFile(stamped, 0))).isEqualTo(2);
    assertThat(messages("/old")).containsExactly("first\n\tat x", "{\"a\":1}");
    assertThat(group("/old").creationTime())
        .isEqualTo(Instant.parse("2024-01-01T00:00:00Z").toEpochMilli());

    long now = fixture.now();
    Path json =
        Files.writeString(
            directory.resolve("events.ndjson"),
            """
            {"timestamp":"2026-11-23T04:00:00.250Z","n":1}
            {"n":2,"time":1795406400500}
            {"ts":1795406401,"n":3}
            {"n":4}

            plain
            """);
    assertThat(control.load("/json", "s", new LoadFile(json, now))).isEqualTo(5);
    assertThat(fixture.logs().filterLogEvents(r -> r.logGroupName("/json")).events())
        .extracting(FilteredLogEvent::timestamp)
        .containsExactly(
            Instant.parse("2026-11-23T04:00:00.250Z").toEpochMilli(),
            1795406400500L,
            1795406401000L,
            now,
            now);
    assertThat(control.status()).contains("/json  ").contains("/old  ");
  }

  private static Path write(Path file, String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return Files.write(file, bytes.toByteArray());
  }

  private List<String> messages(String group) {
    return fixture.logs().filterLogEvents(r -> r.logGroupName(group)).events().stream()
        .map(FilteredLogEvent::message)
        .toList();
  }

  private LogGroup group(String name) {
    return fixture.logs().describeLogGroups(r -> r.logGroupNamePrefix(name)).logGroups().get(0);
  }

  @Test
  void anAccountIsAdded() throws Exception {
    call(
        "accounts",
        "{\"accessKeyId\":\"AKIANEW\",\"secretAccessKey\":\"s\",\"account\":\"333333333333\"}");
    try (Clients added =
        Clients.of(fixture.sandbox(), "eu-west-1", AwsBasicCredentials.create("AKIANEW", "s"))) {
      assertThat(added.tokens().getCallerIdentity().account()).isEqualTo("333333333333");
    }
  }

  @Test
  void tasksGoOnByThemselvesUnderTheRealClock() throws Exception {
    SandboxSettings quick =
        SandboxSettings.defaults()
            .withTaskTimes(TaskTimes.fixed(Duration.ofMillis(100), Duration.ofMillis(200)));
    try (Sandbox running = Sandbox.start(Sandbox.Setup.inMemory(TestClock.running(), quick));
        Clients clients = Clients.of(running)) {
      clients.s3().createBucket(r -> r.bucket("landing"));
      clients.logs().createLogGroup(r -> r.logGroupName("g"));
      long now = running.clock().millis();
      running.logs().putPastEvents("g", "s", List.of(new InputEvent(now, "m")));
      clients.logs().createExportTask(ExportFixture.request(now, now).build());
      // Nothing but S3 is asked.
      for (int tries = 0; tries < 100 && objects(clients) < 2; tries++) {
        Thread.sleep(50);
      }
      assertThat(objects(clients)).isEqualTo(2);
    }
  }

  private static int objects(Clients clients) {
    return clients.s3().listObjectsV2(r -> r.bucket("landing")).keyCount();
  }
}
