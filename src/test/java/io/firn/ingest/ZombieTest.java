package io.firn.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.ledger.Recovered;
import io.firn.ledger.Recovered.Outcome;
import io.firn.state.Holder;
import io.firn.state.LeaseInfo;
import io.firn.state.Leases;
import io.firn.state.LocalStateStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process is suspended until its lease is over and another run has taken its work; then it goes
 * on as if nothing had been.
 */
final class ZombieTest {
  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final long LOOK_NANOS = 20_000_000;

  /** Of a ledger that the run makes: made, claimed, decided, recorded. */
  private static final String DECISION = "commit firn.ledger #3";

  private static final String RECORD = "commit firn.ledger #4";

  @TempDir Path temporary;
  private Path directory;

  @BeforeEach
  void open() throws IOException {
    directory = temporary.toRealPath();
  }

  @Test
  void whileItWritesFiles() throws Exception {
    refused("before close logs/orders/data/B/1-1-r1-0.parquet");
  }

  @Test
  void beforeItMakesTheTable() throws Exception {
    refused("before commit logs.orders #1 create");
  }

  @Test
  void beforeItDecides() throws Exception {
    refused("before " + DECISION);
  }

  @Test
  void betweenDecisionAndPublication() throws Exception {
    harmless("after " + DECISION);
  }

  @Test
  void betweenPublicationAndRecord() throws Exception {
    harmless("before " + RECORD);
  }

  /** Another run undoes the batch and ingests its objects; then nothing of it may come in. */
  private void refused(String moment) throws Exception {
    CrashLake lake = lake();
    ChildRun.Result zombie = suspended(lake, moment, Outcome.ABANDONED);
    assertThat(zombie.exitCode()).as(zombie.err()).isEqualTo(1);
    assertThat(zombie.err()).contains("LostLeaseException: ");
    check(lake, moment);
  }

  /** Another run finishes the batch; then it does not matter who did what. */
  private void harmless(String moment) throws Exception {
    CrashLake lake = lake();
    ChildRun.Result zombie = suspended(lake, moment, Outcome.FINISHED);
    assertThat(zombie.exitCode()).as(zombie.err()).isZero();
    check(lake, moment);
  }

  private CrashLake lake() throws IOException {
    return CrashLake.in(directory).withLease(LEASE);
  }

  /** How it ends when it goes on after another run has met its batch. */
  private ChildRun.Result suspended(CrashLake lake, String moment, Outcome outcome)
      throws Exception {
    Path marker = directory.resolve("stopped");
    try (ChildRun zombie = ChildRun.start(lake.run(), "stop=" + moment, "marker=" + marker)) {
      zombie.awaitFile(marker);
      zombie.signal("STOP");
      awaitLeases(lake);
      List<Recovered> recovered = lake.run().run().recovered();
      assertThat(recovered).extracting(Recovered::outcome).containsExactly(outcome);
      lake.assertExact();
      zombie.signal("CONT");
      return zombie.await();
    }
  }

  /** Until none is live. */
  private static void awaitLeases(CrashLake lake) {
    Clock clock = Clock.systemUTC();
    try (Leases leases =
        new Leases(
            new LocalStateStore(lake.run().state()), clock, LEASE, Holder.ofThisProcess("look"))) {
      List<LeaseInfo> all = leases.list();
      while (all.stream().anyMatch(lease -> lease.isLive(clock.instant()))) {
        LockSupport.parkNanos(LOOK_NANOS);
      }
    }
  }

  private void check(CrashLake lake, String moment) throws IOException {
    try {
      // Who undid a batch whose process may wake up leaves its lease for one more look.
      awaitLeases(lake);
      lake.run().run();
      lake.assertWhole(1);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("Suspended " + moment, e);
    }
  }
}
