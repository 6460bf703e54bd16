package io.firn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.aws.S3LandingZone;
import io.firn.driver.DriverProcess;
import io.firn.landing.LandedPart;
import io.firn.landing.LandingLayout;
import io.firn.landing.WindowMarker;
import io.firn.landing.WindowMarkers;
import io.firn.sandbox.ExportTaskView;
import io.firn.sandbox.InputEvent;
import io.firn.sandbox.Page;
import io.firn.sandbox.Quotas;
import io.firn.sandbox.SandboxSettings;
import io.firn.sandbox.TaskQuery;
import io.firn.sandbox.TaskStatus;
import io.firn.sandbox.TaskTimes;
import io.firn.sandbox.TestClock;
import io.firn.sandbox.http.Clients;
import io.firn.sandbox.http.Sandbox;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The driver's process is killed in the middle of ticks, as kill -9 does, twenty times. */
@Tag("long")
final class KilledDriverIT {
  private static final String JAR = System.getProperty("firn.driver-jar");
  private static final int KILLS = 20;
  private static final int GROUPS = 30;
  private static final long SEED = 20261128;

  private final Random random = new Random(SEED);
  private final Set<String> foundBy = new TreeSet<>();
  private final List<String> put = new ArrayList<>();
  @TempDir private Path folder;
  private Sandbox sandbox;
  private Clients clients;
  private Path config;

  @BeforeEach
  void start() throws Exception {
    sandbox =
        Sandbox.start(
            new Sandbox.Setup(
                TestClock.running(),
                SandboxSettings.defaults()
                    .withSeed(SEED)
                    .withQuotas(Quotas.NONE)
                    .withTaskTimes(TaskTimes.fixed(Duration.ofMillis(20), Duration.ofMillis(100))),
                Optional.empty(),
                0));
    clients = Clients.of(sandbox);
    clients.s3().createBucket(r -> r.bucket("landing"));
    for (int i = 0; i < GROUPS; i++) {
      group("/shop/g-%02d".formatted(i));
    }
    config =
        Files.writeString(
            folder.resolve("firn.yaml"),
            """
            catalog: {warehouse: w}
            state: s3://landing/state
            sources:
              - account: "123456789012"
                region: %s
                landing: s3://landing/exports
                recheck-after: []
            """
                .formatted(Sandbox.HOME.region()));
  }

  @AfterEach
  void stop() throws IOException {
    clients.close();
    sandbox.close();
  }

  private void group(String name) {
    Instant now = Instant.now();
    sandbox.logs().ensureLogGroup(name);
    sandbox.logs().backdate(name, now.minus(Duration.ofDays(9)));
    for (int day = 8; day > 0; day--) {
      long time = now.minus(Duration.ofDays(day)).toEpochMilli();
      String message = name + " d" + day;
      sandbox.logs().putPastEvents(name, "s", List.of(new InputEvent(time, message)));
      put.add(message);
    }
  }

  private DriverProcess start(String... options) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("export", "--config", config.toString(), "--json"));
    arguments.addAll(List.of(options));
    return DriverProcess.start(
        List.of("-jar", JAR), sandbox.environment(), folder, arguments.toArray(String[]::new));
  }

  private int tasks() {
    return all().size();
  }

  private List<ExportTaskView> all() {
    List<ExportTaskView> all = new ArrayList<>();
    String token = null;
    do {
      Page<ExportTaskView> page =
          sandbox.logs().describeExportTasks(new TaskQuery(null, null, token, 50));
      all.addAll(page.items());
      token = page.nextToken();
    } while (token != null);
    return all;
  }

  /** Right after it has made a task: its id is not noted yet, or just so. */
  private boolean killedAtNextTask(DriverProcess process) throws InterruptedException {
    int before = tasks();
    Instant end = Instant.now().plusSeconds(20);
    while (tasks() == before && Instant.now().isBefore(end)) {
      Thread.onSpinWait();
    }
    return process.killed();
  }

  @Test
  @Timeout(300)
  void noTaskIsDoubleAndNoWindowIsLost() throws Exception {
    int kills = 0;
    for (int i = 0; kills < KILLS && i < 3 * KILLS; i++) {
      // Some tasks are still at work when the next driver looks, others have ended.
      if (random.nextBoolean()) {
        sandbox.logs().faults().nextTaskRuns(Duration.ofSeconds(4));
      }
      DriverProcess process = start("--wait");
      if (random.nextInt(3) == 0) {
        Thread.sleep(500 + random.nextInt(2500));
        kills += process.killed() ? 1 : 0;
      } else {
        kills += killedAtNextTask(process) ? 1 : 0;
      }
      if (i % 2 == 0) {
        note(start("--budget", "1s").ended());
      }
    }
    assertThat(kills).isEqualTo(KILLS);
    sandbox.logs().faults().clear();
    DriverProcess.Ended last = start("--wait").ended();
    note(last);
    assertThat(last.code()).as(last.err()).isZero();
    System.out.printf("%d kills, %d tasks, found again by %s%n", kills, tasks(), foundBy);
    assertThat(foundBy).contains("name", "objects");
    assertSound();
  }

  private void note(DriverProcess.Ended ended) throws IOException {
    JsonNode report = new ObjectMapper().readTree(ended.out());
    report.path("found_by").forEach(by -> foundBy.add(by.textValue()));
  }

  private void assertSound() throws IOException {
    S3LandingZone landing = new S3LandingZone(clients.s3());
    WindowMarkers markers = new WindowMarkers(landing, new LandingLayout("landing", "exports"));
    Set<String> marked = new HashSet<>();
    Map<String, List<ExportWindow>> windows = new HashMap<>();
    List<String> exported = new ArrayList<>();
    for (String key : markers.keys()) {
      WindowMarker marker = markers.read(key).orElseThrow();
      marked.add(marker.task().id());
      List<ExportWindow> ofGroup =
          windows.computeIfAbsent(marker.group().name(), group -> new ArrayList<>());
      assertThat(ofGroup).noneMatch(other -> other.overlaps(marker.window()));
      ofGroup.add(marker.window());
      for (LandedPart part : marker.parts()) {
        exported.addAll(messages(landing.read(marker.bucket(), part.key()).orElseThrow()));
      }
    }
    assertThat(exported).containsExactlyInAnyOrderElementsOf(put);
    // Each task that was made is one that a marker tells of.
    assertThat(all())
        .allSatisfy(task -> assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED))
        .extracting(ExportTaskView::id)
        .containsExactlyInAnyOrderElementsOf(marked);
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
