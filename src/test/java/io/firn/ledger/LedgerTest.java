package io.firn.ledger;

import static io.firn.ledger.Batches.SOURCE;
import static io.firn.ledger.Batches.claimed;
import static io.firn.ledger.Batches.committing;
import static io.firn.ledger.Batches.ingested;
import static io.firn.ledger.Batches.object;
import static io.firn.table.Lake.ORDERS;
import static io.firn.table.Lake.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.LogGroup;
import io.firn.ObjectIdentity;
import io.firn.TableName;
import io.firn.table.Lake;
import io.firn.table.LogTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LedgerTest {
  private static final Target TARGET = new Target(ORDERS, "uuid", "file:///lake/orders", null);

  private static final TableName OTHER = TableName.parse("logs.other");

  @TempDir Path directory;
  private Lake lake;
  private Batches batches;
  private Ledger ledger;

  @BeforeEach
  void open() {
    lake = new Lake(directory);
    batches = new Batches(lake);
    ledger = batches.ledger();
  }

  @AfterEach
  void close() {
    lake.close();
  }

  @Test
  void newLedgerKnowsNothing() {
    LedgerState state = batches.state(object(1));
    assertThat(state.snapshotId()).isNull();
    assertThat(state.unfinished()).isEmpty();
    assertThat(state.ingested(ORDERS, object(1))).isEmpty();
  }

  @Test
  void batchGoesFromClaimToIngested() {
    assertThat(batches.claim(batch(1), TARGET, 1, 2)).isTrue();
    assertThat(batches.state().unfinished()).containsExactly(batch(1));
    List<LedgerRow> decision = committing(batch(1), TARGET.staged(42), 1);
    assertThat(ledger.decide(batch(1), decision)).isTrue();
    assertThat(batches.rows(batch(1)))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(claimed(batch(1), TARGET, 1, 2).stream(), decision.stream()).toList());
    ledger.record(batch(1), ingested(decision));

    LedgerState state = batches.state(object(1), object(2));
    assertThat(state.unfinished()).isEmpty();
    assertThat(state.ingested(ORDERS, object(1)).map(Ingested::object)).contains(object(1));
    assertThat(state.ingested(ORDERS, object(2))).isEmpty();
  }

  @Test
  void overwrittenObjectIsKnownAsItWas() {
    ingest(1);
    ObjectIdentity other = new ObjectIdentity("landing", object(1).key(), "new", 7);
    assertThat(batches.state(other).ingested(ORDERS, other).map(Ingested::object))
        .contains(object(1));
    assertThat(ledger.read(List.of(new Candidate(OTHER, other))).ingested()).isEmpty();
  }

  @Test
  void staleClaimIsRefused() throws Exception {
    LedgerState planned = batches.state();
    assertThat(ledger.claim(planned, batch(1), claimed(batch(1), TARGET, 1)).isClaimed()).isTrue();
    long before = files();
    assertThat(ledger.claim(planned, batch(2), claimed(batch(2), TARGET, 1)))
        .isEqualTo(ClaimResult.STALE);
    assertThat(files()).isEqualTo(before);
    assertThat(batches.claim(batch(2), TARGET, 2)).isTrue();
  }

  @Test
  void claimsOfOtherGroupsForOtherTablesAndOtherEventsAreNoConflict() {
    batches.claim(batch(1), TARGET, 1);
    LedgerState planned = batches.state();
    LogSource elsewhere = new LogSource(new LogGroup("/other"), null, null);
    Target other = new Target(OTHER, "id", "file:///lake/other", null);
    List<LedgerRow> claim = List.of(LedgerRow.claimed(batch(2), other, object(2), elsewhere));
    assertThat(ledger.claim(planned, batch(2), claim).isClaimed()).isTrue();
    List<LedgerRow> decision = committing(batch(1), TARGET.staged(42), 1);
    ledger.decide(batch(1), decision);
    ledger.record(batch(1), ingested(decision));

    assertThat(ledger.claim(planned, batch(3), claimed(batch(3), TARGET, 3)).isClaimed()).isTrue();
  }

  /** One prefix may be named as two groups by mistake. */
  @Test
  void sameObjectUnderTwoGroupsIsAConflict() {
    LedgerState planned = batches.state();
    LogSource elsewhere = new LogSource(new LogGroup("/other"), null, null);
    assertThat(ledger.claim(planned, batch(1), claimed(batch(1), TARGET, 1)).isClaimed()).isTrue();
    List<LedgerRow> again = List.of(LedgerRow.claimed(batch(2), TARGET, object(1), elsewhere));
    assertThat(ledger.claim(planned, batch(2), again)).isEqualTo(ClaimResult.STALE);
  }

  /** A zombie that ends late must not take what others recorded for abandoned. */
  @Test
  void recordedAndReopenedBatchIsNotAbandoned() {
    ingest(1);
    ledger.reopen(batch(1), ORDERS, "test");
    assertThat(ledger.abandon(batch(1), "zombie")).isFalse();
    List<LedgerRow> decision = committing(batch(1), TARGET.staged(42), 1);
    assertThat(ledger.decide(batch(1), decision)).isFalse();
    assertThat(ledger.record(batch(1), ingested(decision))).isTrue();
  }

  @Test
  void givenUpBatchIsNeitherAbandonedByItsRunNorRecorded() {
    batches.claim(batch(1), TARGET, 1);
    List<LedgerRow> decision = committing(batch(1), TARGET.staged(42), 1);
    ledger.decide(batch(1), decision);
    assertThat(ledger.giveUp(batch(1), "test")).isTrue();
    assertThat(ledger.abandon(batch(1), "zombie")).isFalse();
    assertThat(ledger.record(batch(1), ingested(decision))).isFalse();
    assertThat(batches.state().unfinished()).isEmpty();
  }

  @Test
  void abandonedBatchIsNeverDecided() {
    batches.claim(batch(1), TARGET, 1);
    assertThat(ledger.abandon(batch(1), "test")).isTrue();
    assertThat(ledger.abandon(batch(1), "again")).isTrue();

    assertThat(ledger.decide(batch(1), committing(batch(1), TARGET.staged(42), 1))).isFalse();
    assertThat(events()).containsExactlyInAnyOrder("claimed", "abandoned");
    assertThat(batches.state(object(1)).ingested()).isEmpty();
  }

  @Test
  void decidedBatchIsNeverAbandoned() {
    batches.claim(batch(1), TARGET, 1);
    ledger.decide(batch(1), committing(batch(1), TARGET, 1));
    assertThat(ledger.abandon(batch(1), "test")).isFalse();
    assertThat(events()).containsExactlyInAnyOrder("claimed", "committing");
  }

  @Test
  void everyStepIsTakenOnce() {
    ingest(1);
    List<LedgerRow> decision = committing(batch(1), TARGET.staged(42), 1);
    assertThat(ledger.decide(batch(1), decision)).isTrue();
    ledger.record(batch(1), ingested(decision));
    assertThat(events())
        .containsExactlyInAnyOrder("claimed", "committing", "committing", "ingested");
  }

  @Test
  void decisionAndAbandonmentRace() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 5; round++) {
        int number = round;
        batches.claim(batch(number), TARGET, number);
        Ledger other = Batches.open(lake, 1);
        Future<Boolean> decided =
            threads.submit(
                () -> ledger.decide(batch(number), committing(batch(number), TARGET, number)));
        Future<Boolean> abandoned = threads.submit(() -> other.abandon(batch(number), "race"));
        assertThat(decided.get()).as("round %d", round).isNotEqualTo(abandoned.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void stepsOutOfOrderAreRefused() {
    List<LedgerRow> decision = committing(batch(1), TARGET, 1);
    assertThatThrownBy(() -> ledger.decide(batch(1), decision))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot go on with batch " + batch(1) + ": it is not 'claimed'");
    assertThatThrownBy(() -> ledger.record(batch(1), ingested(decision)))
        .hasMessage("Cannot go on with batch " + batch(1) + ": it is not 'committing'");
    assertThatThrownBy(() -> ledger.abandon(batch(1), "test"))
        .hasMessage("Cannot abandon batch " + batch(1) + ": it was not claimed");
    assertThatThrownBy(() -> ledger.claim(batches.state(), batch(1), decision))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Invalid ledger row");
    assertThatThrownBy(
            () ->
                ledger.decide(batch(1), List.of(LedgerRow.committing(batch(1), TARGET.staged(1)))))
        .hasMessage(
            "Invalid decision of batch " + batch(1) + ": no object (must be abandoned instead)");
  }

  @Test
  void everyColumnIsStored() throws Exception {
    ingest(1);
    Table table = lake.load(Ledger.NAME);
    try (CloseableIterable<Record> rows = IcebergGenerics.read(table).build()) {
      assertThat(rows)
          .filteredOn(row -> row.getField("event").equals("ingested"))
          .singleElement()
          .satisfies(
              row -> {
                assertThat(row.getField("at")).hasToString("2023-11-14T22:13:20");
                assertThat(row.getField("kind")).isEqualTo("object");
                assertThat(row.getField("bucket")).isEqualTo("landing");
                assertThat(row.getField("key")).isEqualTo("orders/1.gz");
                assertThat(row.getField("log_group")).isEqualTo(SOURCE.group().name());
                assertThat(row.getField("account")).isEqualTo("1");
                assertThat(row.getField("region")).isNull();
                assertThat(row.getField("table_name")).isEqualTo("logs.orders");
                assertThat(row.getField("events")).isEqualTo(10L);
                assertThat(row.getField("bytes_in")).isEqualTo(1000L);
              });
    }
  }

  @Test
  void ledgerIsMadeOnceHoweverManyOpenIt() throws Exception {
    try (Lake fresh = new Lake(directory.resolve("fresh"))) {
      ExecutorService threads = Executors.newFixedThreadPool(4);
      try {
        List<Future<Ledger>> opened = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          opened.add(threads.submit(() -> Batches.open(fresh, 0)));
        }
        for (Future<Ledger> one : opened) {
          one.get();
        }
      } finally {
        threads.shutdownNow();
      }
      assertThat(fresh.catalog().tableExists(LogTables.identifier(Ledger.NAME))).isTrue();
    }
  }

  private void ingest(int number) {
    batches.claim(batch(number), TARGET, number);
    List<LedgerRow> decision = committing(batch(number), TARGET.staged(42), number);
    ledger.decide(batch(number), decision);
    ledger.record(batch(number), ingested(decision));
  }

  private List<Object> events() {
    List<Object> events = new ArrayList<>();
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(lake.load(Ledger.NAME)).select("event").build()) {
      rows.forEach(row -> events.add(row.getField("event")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return events;
  }

  /** How many data files the ledger's directory holds. */
  private long files() throws Exception {
    String data = lake.load(Ledger.NAME).location().substring("file://".length()) + "/data";
    try (Stream<Path> paths = Files.list(Path.of(data))) {
      return paths.filter(path -> path.toString().endsWith(".parquet")).count();
    }
  }
}
