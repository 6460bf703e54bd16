package io.firn.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firn.aws.S3LandingZone;
import io.firn.landing.LandedPart;
import io.firn.landing.LandingLayout;
import io.firn.landing.WindowMarker;
import io.firn.landing.WindowMarkers;
import io.firn.testing.LocalAws;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The driver at an AWS that nobody of this project wrote: moto, where it is installed. Its export
 * tasks are over at once, their objects lie below other ids than the tasks', and streams without
 * events have objects too.
 */
@Tag("moto")
final class MotoExportTest {
  private static final List<String> STREAMS =
      List.of("api/i-1", "api/i-2", "2026/11/18/[$LATEST]a");

  @TempDir private Path folder;
  private LocalAws aws;
  private CloudWatchLogsClient logs;
  private S3Client s3;
  private Path config;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(
        LocalAws.isInstalled(), "moto is not installed: python3 -m pip install moto[server]");
    aws = LocalAws.start();
    logs = aws.logs();
    s3 = aws.s3();
    aws.createBucket("landing");
    config =
        Files.writeString(
            folder.resolve("firn.yaml"),
            """
            catalog: {warehouse: w}
            state: s3://landing/state
            sources:
              - account: "123456789012"
                region: eu-central-1
                landing: s3://landing/exports
                settle: 1s
                recheck-after: []
            """);
  }

  @AfterEach
  void stop() {
    if (aws != null) {
      logs.close();
      s3.close();
      aws.close();
    }
  }

  /** Puts events of two days, which the group's streams share. */
  private List<String> put(String group) {
    logs.createLogGroup(r -> r.logGroupName(group));
    List<String> messages = new ArrayList<>();
    for (String stream : STREAMS) {
      logs.createLogStream(r -> r.logGroupName(group).logStreamName(stream));
      List<InputLogEvent> events = new ArrayList<>();
      for (int hour = 48; hour > 0; hour -= 3) {
        String message = "{\"group\":\"" + group + "\",\"stream\":\"" + stream + "\",\"h\":" + hour;
        long time = Instant.now().minus(Duration.ofHours(hour)).toEpochMilli();
        events.add(InputLogEvent.builder().timestamp(time).message(message + "}").build());
        messages.add(message + "}");
      }
      logs.putLogEvents(r -> r.logGroupName(group).logStreamName(stream).logEvents(events));
    }
    logs.createLogStream(r -> r.logGroupName(group).logStreamName("silent"));
    return messages;
  }

  @Test
  @Timeout(120)
  void groupsAreExportedOnce() throws Exception {
    Map<String, List<String>> expected = putAll();
    run("export", "--wait");
    assertThat(exported()).isEqualTo(expected);
    int tasks = tasks();

    run("export", "--wait");
    assertThat(tasks()).isEqualTo(tasks);
  }

  private Map<String, List<String>> putAll() throws InterruptedException {
    Map<String, List<String>> messages = new TreeMap<>();
    for (String group : List.of("/shop/orders", "/shop/users", "plain")) {
      messages.put(group, put(group));
    }
    // A window must not end before its group was made.
    TimeUnit.SECONDS.sleep(2);
    return sorted(messages);
  }

  /** It looks for two minutes for a task that is at work. */
  @Test
  @Tag("long")
  @Timeout(300)
  void stateThatWasLostIsRebuiltWithoutASecondExport() throws Exception {
    Map<String, List<String>> expected = putAll();
    run("export", "--wait");
    int tasks = tasks();
    for (String object : List.of("slot", "index")) {
      s3.deleteObject(
          r ->
              r.bucket("landing")
                  .key("state/export/123456789012-eu-central-1/" + object + ".json"));
    }
    run("export", "--rebuild-state");
    run("export", "--budget", "20s");
    assertThat(tasks()).isEqualTo(tasks);
    assertThat(exported()).isEqualTo(expected);
  }

  private int tasks() {
    return logs.describeExportTasks(r -> {}).exportTasks().size();
  }

  private void run(String command, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(command, "--config", config.toString()));
    arguments.addAll(List.of(options));
    DriverProcess.Ended ended =
        DriverProcess.start(
                List.of("-cp", System.getProperty("java.class.path"), DriverMain.class.getName()),
                aws.environment(),
                folder,
                arguments.toArray(String[]::new))
            .ended();
    assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
  }

  /** The messages of all windows that have a marker, by group. */
  private Map<String, List<String>> exported() throws IOException {
    S3LandingZone landing = new S3LandingZone(s3);
    WindowMarkers markers = new WindowMarkers(landing, new LandingLayout("landing", "exports"));
    Map<String, List<String>> messages = new TreeMap<>();
    for (String key : markers.keys()) {
      WindowMarker marker = markers.read(key).orElseThrow();
      for (LandedPart part : marker.parts()) {
        byte[] object = landing.read(marker.bucket(), part.key()).orElseThrow();
        messages
            .computeIfAbsent(marker.group().name(), group -> new ArrayList<>())
            .addAll(messages(object));
      }
    }
    return sorted(messages);
  }

  private static Map<String, List<String>> sorted(Map<String, List<String>> messages) {
    Map<String, List<String>> sorted = new TreeMap<>();
    messages.forEach((group, some) -> sorted.put(group, some.stream().sorted().toList()));
    return sorted;
  }

  private static List<String> messages(byte[] object) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(object))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.substring(line.indexOf(' ') + 1))
          .toList();
    }
  }
}
