package io.firn.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.aws.S3LandingZone;
import io.firn.landing.LandingLayout;
import io.firn.landing.WindowMarker;
import io.firn.landing.WindowMarkers;
import io.firn.sandbox.InputEvent;
import io.firn.sandbox.SandboxSettings;
import io.firn.sandbox.TaskTimes;
import io.firn.sandbox.TestClock;
import io.firn.sandbox.http.Clients;
import io.firn.sandbox.http.Sandbox;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The driver as a process of its own, with nothing of Spark, Iceberg or Hadoop on its class path.
 */
final class ExportProcessTest {
  private static final String GROUP = "/shop/orders";
  private static final String FOREIGN =
      ".*/(spark|iceberg|hadoop|scala|parquet|avro|arrow)[^/]*jar";

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
                    .withTaskTimes(
                        TaskTimes.fixed(Duration.ofMillis(100), Duration.ofMillis(300)))));
    clients = Clients.of(sandbox);
    clients.s3().createBucket(r -> r.bucket("landing"));
    sandbox.logs().ensureLogGroup(GROUP);
    Instant now = Instant.now();
    sandbox.logs().backdate(GROUP, now.minus(Duration.ofDays(1)));
    List<InputEvent> events = new ArrayList<>();
    for (int hour = 20; hour > 0; hour--) {
      events.add(new InputEvent(now.minus(Duration.ofHours(hour)).toEpochMilli(), "h" + hour));
    }
    sandbox.logs().putPastEvents(GROUP, "s", events);
  }

  @AfterEach
  void stop() throws IOException {
    clients.close();
    sandbox.close();
  }

  private DriverProcess.Ended run(String... arguments) throws Exception {
    return DriverProcess.start(
            List.of("-cp", classPath(), "io.firn.driver.DriverMain"),
            sandbox.environment(),
            folder,
            arguments)
        .ended();
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !entry.matches(FOREIGN) && !entry.endsWith("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private Path config(String sources) throws IOException {
    return Files.writeString(
        folder.resolve("firn.yaml"),
        "catalog: {warehouse: w}\nstate: s3://landing/state\n" + sources);
  }

  @Test
  @Timeout(120)
  void aWholeExport() throws Exception {
    Path config =
        config(
            """
            sources:
              - account: "123456789012"
                region: %s
                landing: s3://landing/exports
                recheck-after: []
            """
                .formatted(Sandbox.HOME.region()));
    DriverProcess.Ended ended = run("export", "--config", config.toString(), "--wait");
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out())
        .contains(": 1 window exported (1 object, ")
        .contains("1 task started, 0 found again; nothing is due until ");

    LandingLayout layout = new LandingLayout("landing", "exports");
    WindowMarkers markers = new WindowMarkers(new S3LandingZone(clients.s3()), layout);
    List<String> keys = markers.keys(layout.markers());
    assertThat(keys).hasSize(1);
    WindowMarker marker = markers.read(keys.get(0)).orElseThrow();
    assertThat(marker.group().name()).isEqualTo(GROUP);
    assertThat(marker.parts()).hasSize(1);

    DriverProcess.Ended again = run("export", "--config", config.toString(), "--json");
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out())
        .contains("\"end\":\"idle\"")
        .contains("\"started\":0")
        .contains("\"windows\":[]");
  }

  @Test
  @Timeout(120)
  void aConfigWithoutSourcesIsMisuse() throws Exception {
    DriverProcess.Ended ended = run("export", "--config", config("").toString());
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("Cannot export: ").contains("names no sources");
  }

  @Test
  @Timeout(120)
  void aMissingBucketIsToldInOneLine() throws Exception {
    Path config =
        config(
            """
            sources:
              - account: "123456789012"
                region: %s
                landing: s3://no-such-bucket/exports
            """
                .formatted(Sandbox.HOME.region()));
    DriverProcess.Ended ended = run("export", "--config", config.toString(), "--budget", "20s");
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.err().strip().lines())
        .filteredOn(line -> line.startsWith("firn: "))
        .singleElement()
        .asString()
        .startsWith(
            "firn: Cannot export /shop/orders to s3://no-such-bucket: there is no such bucket;"
                + " create it in "
                + Sandbox.HOME.region());
  }
}
