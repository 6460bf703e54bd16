package io.firn.ledger;

import static io.firn.ledger.Batches.SOURCE;
import static io.firn.ledger.Batches.claimed;
import static io.firn.ledger.Batches.ingested;
import static io.firn.ledger.Batches.object;
import static io.firn.table.Lake.ORDERS;
import static io.firn.table.Lake.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.BatchId;
import io.firn.ObjectIdentity;
import io.firn.TableName;
import io.firn.table.Lake;
import io.firn.table.LogTables;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Refused objects, and claims and reads of many tables. */
final class LedgerQuarantineTest {
  private static final Target TARGET = new Target(ORDERS, "uuid", "file:///lake/orders", null);
  private static final TableName OTHER = TableName.parse("logs.other");
  private static final Target OTHER_TARGET = new Target(OTHER, "id", "file:///lake/other", null);
  private static final Work SEVEN_GOOD = new Work("auto", 7, 1, 0, 700);

  @TempDir Path directory;
  private Lake lake;
  private Batches batches;

  @BeforeEach
  void open() {
    lake = new Lake(directory);
    batches = new Batches(lake);
  }

  @AfterEach
  void close() {
    lake.close();
  }

  @Test
  void refusedObjectIsKnownInItsVersion() {
    batches.claim(batch(1), TARGET, 1, 2);
    at(5).quarantine(batch(1), List.of(refused(batch(1), TARGET, object(1), "wrong CRC")));

    QuarantinedObject expected =
        new QuarantinedObject(
            Instant.ofEpochSecond(1_700_000_005L),
            batch(1),
            ORDERS,
            object(1),
            SOURCE,
            SEVEN_GOOD,
            "wrong CRC",
            false);
    ObjectIdentity repaired = new ObjectIdentity("landing", object(1).key(), "new", 7);
    LedgerState state = batches.state(object(1), object(2), repaired);
    assertThat(state.quarantined(ORDERS, object(1))).contains(expected);
    assertThat(state.quarantined(ORDERS, object(2))).isEmpty();
    assertThat(state.quarantined(ORDERS, repaired)).isEmpty();
    assertThat(state.ingested(ORDERS, object(1))).isEmpty();
    assertThat(other(object(1)).quarantined(OTHER, object(1))).isEmpty();
    assertThat(batches.ledger().quarantinedObjects()).containsExactly(expected);
  }

  @Test
  void refusalsAreWrittenOncePerBatch() {
    batches.claim(batch(1), TARGET, 1);
    List<LedgerRow> rows = List.of(refused(batch(1), TARGET, object(1), "wrong CRC"));
    at(5).quarantine(batch(1), rows);
    at(6).quarantine(batch(1), rows);
    assertThat(batches.ledger().quarantinedObjects())
        .extracting(QuarantinedObject::at)
        .containsExactly(Instant.ofEpochSecond(1_700_000_005L));
    assertThat(batches.rows(batch(1)))
        .extracting(LedgerRow::event)
        .containsExactlyInAnyOrder(LedgerEvent.CLAIMED, LedgerEvent.QUARANTINED);
  }

  @Test
  void refusalsStandWhateverBecomesOfTheBatch() {
    batches.claim(batch(1), TARGET, 1);
    batches.ledger().quarantine(batch(1), List.of(refused(batch(1), TARGET, object(1), "cut off")));
    assertThat(batches.ledger().abandon(batch(1), "every object was refused")).isTrue();

    assertThat(batches.state(object(1)).quarantined(ORDERS, object(1))).isPresent();
    assertThat(batches.ledger().quarantinedObjects()).hasSize(1);
    assertThat(batches.state().unfinished()).isEmpty();
  }

  @Test
  void decidedBatchMayHaveRefusals() {
    batches.claim(batch(1), TARGET, 1, 2);
    batches.ledger().quarantine(batch(1), List.of(refused(batch(1), TARGET, object(2), "cut off")));
    ingest(batches.ledger(), batch(1), TARGET, object(1), "");

    LedgerState state = batches.state(object(1), object(2));
    assertThat(state.ingested(ORDERS, object(1))).isPresent();
    assertThat(state.quarantined(ORDERS, object(1))).isEmpty();
    assertThat(state.quarantined(ORDERS, object(2))).isPresent();
  }

  @Test
  void newestRefusalCounts() {
    for (int number : new int[] {1, 3, 2}) {
      batches.claim(batch(number), TARGET, 1);
      at(number)
          .quarantine(
              batch(number), List.of(refused(batch(number), TARGET, object(1), "no " + number)));
      batches.ledger().abandon(batch(number), "every object was refused");
    }
    assertThat(batches.ledger().quarantinedObjects())
        .extracting(QuarantinedObject::reason)
        .containsExactly("no 3");
    assertThat(batches.state(object(1)).quarantined(ORDERS, object(1)).orElseThrow().reason())
        .isEqualTo("no 3");
  }

  @Test
  void laterIngestionOverrides() {
    refuse(1, object(1));
    refuse(2, object(2));
    ObjectIdentity repaired = new ObjectIdentity("landing", object(1).key(), "repaired", 7);
    claimOne(batch(3), TARGET, repaired);
    ingest(at(3), batch(3), TARGET, repaired, "");
    claimOne(batch(4), OTHER_TARGET, object(2));
    ingest(at(4), batch(4), OTHER_TARGET, object(2), "");

    assertThat(batches.ledger().quarantinedObjects())
        .extracting(QuarantinedObject::object)
        .containsExactly(object(2));
    LedgerState state = batches.state(object(1), object(2));
    assertThat(state.quarantined(ORDERS, object(1))).isEmpty();
    assertThat(state.ingested(ORDERS, object(1)).map(Ingested::object)).contains(repaired);
    assertThat(state.quarantined(ORDERS, object(2))).isPresent();
  }

  @Test
  void earlierIngestionDoesNot() {
    claimOne(batch(1), TARGET, object(1));
    ingest(at(1), batch(1), TARGET, object(1), "");
    refuse(2, object(1));
    assertThat(batches.ledger().quarantinedObjects()).hasSize(1);
    assertThat(batches.state(object(1)).quarantined(ORDERS, object(1))).isPresent();
  }

  @Test
  void listIsOldestFirst() {
    for (int number : new int[] {3, 1, 2}) {
      refuse(number, object(number));
    }
    assertThat(batches.ledger().quarantinedObjects())
        .extracting(QuarantinedObject::object)
        .containsExactly(object(1), object(2), object(3));
  }

  @Test
  void oneReadAnswersForManyTables() {
    claimOne(batch(1), TARGET, object(1));
    ingest(at(1), batch(1), TARGET, object(1), "");
    claimOne(batch(2), OTHER_TARGET, object(2));
    ingest(at(2), batch(2), OTHER_TARGET, object(2), "");

    List<Candidate> candidates = new ArrayList<>();
    for (TableName table : List.of(ORDERS, OTHER)) {
      candidates.add(new Candidate(table, object(1)));
      candidates.add(new Candidate(table, object(2)));
    }
    LedgerState state = batches.ledger().read(candidates);
    assertThat(state.ingested(ORDERS, object(1)).map(Ingested::object)).contains(object(1));
    assertThat(state.ingested(ORDERS, object(2))).isEmpty();
    assertThat(state.ingested(OTHER, object(1))).isEmpty();
    assertThat(state.ingested(OTHER, object(2)).map(Ingested::object)).contains(object(2));
    assertThat(batches.ledger().read(candidates.subList(0, 1)).ingested()).containsOnlyKeys(ORDERS);
  }

  @Test
  void ofTwoIngestedVersionsTheOneAskedForIsTold() {
    ObjectIdentity second = new ObjectIdentity("landing", object(1).key(), "second", 7);
    claimOne(batch(1), TARGET, object(1));
    ingest(at(1), batch(1), TARGET, object(1), "");
    claimOne(batch(2), TARGET, second);
    ingest(at(2), batch(2), TARGET, second, "");
    assertThat(batches.state(object(1)).ingested(ORDERS, object(1)).map(Ingested::object))
        .contains(object(1));
    assertThat(batches.state(second).ingested(ORDERS, second).map(Ingested::object))
        .contains(second);
  }

  @Test
  void remarkGoesFromDecisionToRecord() {
    claimOne(batch(1), TARGET, object(1));
    ingest(batches.ledger(), batch(1), TARGET, object(1), "salvaged: first 7 events");
    LedgerReader reader = new LedgerReader(lake.load(Ledger.NAME));
    for (LedgerEvent event : List.of(LedgerEvent.COMMITTING, LedgerEvent.INGESTED)) {
      assertThat(reader.rowsOf(batch(1), event))
          .filteredOn(row -> row.object() != null)
          .extracting(LedgerRow::reason)
          .containsExactly("salvaged: first 7 events");
    }
  }

  @Test
  void tablesAreClaimedBesideObjects() {
    List<LedgerRow> rows = new ArrayList<>(claimed(batch(1), TARGET, 1));
    rows.add(LedgerRow.claimed(batch(1), OTHER_TARGET));
    LedgerState planned = batches.state();
    assertThat(batches.ledger().claim(planned, batch(1), rows).isClaimed()).isTrue();
    assertThat(batches.rows(batch(1))).containsExactlyInAnyOrderElementsOf(rows);

    // Another batch of the same groups is refused still.
    assertThat(batches.ledger().claim(planned, batch(2), claimed(batch(2), TARGET, 2)))
        .isEqualTo(ClaimResult.STALE);
    assertThat(batches.ledger().abandon(batch(1), "test")).isTrue();
    assertThat(batches.rows(batch(1)))
        .filteredOn(row -> row.event() == LedgerEvent.ABANDONED)
        .extracting(row -> row.table().name())
        .containsExactlyInAnyOrder(ORDERS, OTHER);
  }

  @Test
  void claimNeedsAnObject() {
    List<LedgerRow> rows = List.of(LedgerRow.claimed(batch(1), TARGET));
    assertThatThrownBy(() -> batches.ledger().claim(batches.state(), batch(1), rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid claim of batch " + batch(1) + ": no object (must have at least one)");
  }

  @Test
  void onlyClaimedBatchesRefuse() {
    List<LedgerRow> rows = List.of(refused(batch(1), TARGET, object(1), "cut off"));
    assertThatThrownBy(() -> batches.ledger().quarantine(batch(1), rows))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot go on with batch " + batch(1) + ": it is not 'claimed'");
    assertThatThrownBy(() -> batches.ledger().quarantine(batch(1), claimed(batch(1), TARGET, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Invalid ledger row");
  }

  @Test
  void lookingForALedgerMakesNone() {
    try (Lake fresh = new Lake(directory.resolve("fresh"))) {
      assertThat(Ledger.find(fresh.catalog(), "run", Clock.systemUTC())).isEmpty();
      assertThat(fresh.catalog().tableExists(LogTables.identifier(Ledger.NAME))).isFalse();
    }
    claimOne(batch(1), TARGET, object(1));
    Ledger found = Ledger.find(lake.catalog(), "run", Clock.systemUTC()).orElseThrow();
    assertThat(found.read(List.of()).unfinished()).containsExactly(batch(1));
  }

  private Ledger at(int second) {
    return Batches.open(lake, second);
  }

  private LedgerState other(ObjectIdentity object) {
    return batches.ledger().read(List.of(new Candidate(OTHER, object)));
  }

  private static LedgerRow refused(
      BatchId batch, Target target, ObjectIdentity object, String reason) {
    return LedgerRow.quarantined(batch, target, object, SOURCE, SEVEN_GOOD, reason);
  }

  /** A batch of this number, at this second, refuses its only object. */
  private void refuse(int number, ObjectIdentity object) {
    claimOne(batch(number), TARGET, object);
    at(number).quarantine(batch(number), List.of(refused(batch(number), TARGET, object, "cut")));
    batches.ledger().abandon(batch(number), "every object was refused");
  }

  private void claimOne(BatchId batch, Target target, ObjectIdentity object) {
    assertThat(
            batches
                .ledger()
                .claim(
                    batches.state(),
                    batch,
                    List.of(LedgerRow.claimed(batch, target, object, SOURCE)))
                .isClaimed())
        .isTrue();
  }

  private static void ingest(
      Ledger ledger, BatchId batch, Target target, ObjectIdentity object, String remark) {
    LedgerRow row = LedgerRow.committing(batch, target, object, SOURCE, SEVEN_GOOD);
    List<LedgerRow> decision = List.of(remark.isEmpty() ? row : row.because(remark));
    assertThat(ledger.decide(batch, decision)).isTrue();
    ledger.record(batch, ingested(decision));
  }
}
