package io.firn.ingest;

import static io.firn.ingest.CrashScenario.FINISH;
import static io.firn.ingest.CrashScenario.GROWN_TABLE;
import static io.firn.ingest.CrashScenario.MANY_BATCHES;
import static io.firn.ingest.CrashScenario.MIXED;
import static io.firn.ingest.CrashScenario.NEW_TABLE;
import static io.firn.ingest.CrashScenario.UNDO;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.state.Holder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process ends at a moment of its run, at each in turn; one more run then leaves all events in
 * their tables, once, and nothing of the batch that was cut short beside them.
 */
final class CrashMatrixTest {
  private static final long SEED = Long.getLong("firn.seed", 20_261_124);
  private static final int SAMPLE = 3;
  private static final int WORKERS = 2;

  /** It is renewed three times in it. */
  private static final Duration SHORT_LEASE = Duration.ofSeconds(3);

  @TempDir Path temporary;
  private Path directory;
  private final AtomicInteger lakes = new AtomicInteger();

  @BeforeEach
  void open() throws IOException {
    directory = temporary.toRealPath();
  }

  private record Moment(CrashScenario scenario, String name) {
    @Override
    public String toString() {
      return "halted " + name + ", scenario " + scenario + ", seed " + SEED;
    }
  }

  /** Each kind of step, but for files of metadata, which nobody sees before their commit. */
  @Test
  void beforeEachKindOfStep() throws Exception {
    List<Moment> moments = new ArrayList<>();
    for (CrashScenario scenario : List.of(NEW_TABLE, FINISH)) {
      Set<String> kinds = new HashSet<>();
      for (Moment moment : moments(scenario)) {
        if (moment.name.startsWith("before ")
            && !moment.name.contains("/metadata/")
            && kinds.add(Steps.kind(moment.name))) {
          moments.add(moment);
        }
      }
    }
    haltAt(moments);
  }

  /** Of all moments, those of metadata files and those between two tables too. */
  @Test
  void someMoments() throws Exception {
    List<Moment> some = new ArrayList<>();
    for (CrashScenario scenario : CrashScenario.values()) {
      List<Moment> moments = new ArrayList<>(moments(scenario));
      Collections.shuffle(moments, new Random(SEED ^ scenario.name().hashCode()));
      some.addAll(moments.subList(0, SAMPLE));
    }
    haltAt(some);
  }

  /**
   * All moments but those after the close of a file, which are before the next step too. Files of
   * metadata, which nobody sees before their commit, are looked at with one table; of many batches
   * and tables, it is one moment of each kind.
   */
  @ParameterizedTest
  @EnumSource
  @Tag("long")
  void eachMoment(CrashScenario scenario) throws Exception {
    List<Moment> moments = new ArrayList<>(moments(scenario));
    moments.removeIf(moment -> moment.name.startsWith("after close "));
    if (scenario != NEW_TABLE && scenario != GROWN_TABLE) {
      moments.removeIf(moment -> moment.name.contains("/metadata/"));
    }
    if (scenario == MANY_BATCHES || scenario == MIXED) {
      Set<String> kinds = new HashSet<>();
      moments.removeIf(moment -> !kinds.add(Steps.kind(moment.name)));
    }
    haltAt(scenario == UNDO ? recovery(moments) : moments);
  }

  /** After its recovery the run is one with two tables. */
  private static List<Moment> recovery(List<Moment> moments) {
    return moments.stream().takeWhile(moment -> !moment.name.equals("after plan")).toList();
  }

  /** The run waits before it decides, so that its lease is renewed. */
  @Test
  void whileTheLeaseIsRenewed() throws Exception {
    String renewal = "renew leases/B.json";
    for (String moment :
        List.of("before " + renewal, "after " + renewal, "before " + renewal + " (2)")) {
      CrashLake lake = NEW_TABLE.prepare(newDirectory());
      String stop = "stop=before commit firn.ledger #3";
      String marker = "marker=" + newDirectory().resolve("stopped");
      ChildRun.Result crash =
          ChildRun.run(lake.run().withLease(SHORT_LEASE), stop, marker, "halt=" + moment);
      check(new Moment(NEW_TABLE, moment), lake, crash);
    }
  }

  private Path newDirectory() throws IOException {
    return Files.createDirectories(directory.resolve(String.valueOf(lakes.incrementAndGet())));
  }

  /** Before and after each step of the scenario's run. */
  private List<Moment> moments(CrashScenario scenario) throws IOException {
    Steps steps = new Steps(moment -> {});
    CrashLake lake = scenario.prepare(newDirectory());
    lake.run().run(steps.faults(), Holder.ofThisProcess("trace"));
    lake.assertWhole(scenario.crashesBefore());
    return steps.trace().stream().map(moment -> new Moment(scenario, moment)).toList();
  }

  private void haltAt(List<Moment> moments) throws Exception {
    ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
    try {
      List<Future<?>> running = new ArrayList<>();
      moments.forEach(moment -> running.add(workers.submit(() -> haltAt(moment))));
      for (Future<?> one : running) {
        await(one);
      }
    } finally {
      workers.shutdownNow();
    }
  }

  private static void await(Future<?> work) throws Exception {
    try {
      work.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }

  private Moment haltAt(Moment moment) throws Exception {
    CrashLake lake = moment.scenario.prepare(newDirectory());
    check(moment, lake, ChildRun.run(lake.run(), "halt=" + moment.name));
    return moment;
  }

  /** That its holder is gone is known: nobody waits for the end of a lease. */
  private static void check(Moment moment, CrashLake lake, ChildRun.Result crash) {
    try {
      assertThat(crash.exitCode()).as(crash.err()).isEqualTo(CrashRun.HALTED);
      IngestResult next = lake.run().run();
      assertThat(next.problem()).isEmpty();
      lake.assertWhole(moment.scenario.crashesBefore() + 1);
    } catch (IOException | AssertionError | RuntimeException e) {
      throw new AssertionError("After a run was " + moment, e);
    }
  }
}
