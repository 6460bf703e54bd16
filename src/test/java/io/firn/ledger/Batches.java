package io.firn.ledger;

import io.firn.BatchId;
import io.firn.LogGroup;
import io.firn.ObjectIdentity;
import io.firn.table.Lake;
import io.firn.table.Publication;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.iceberg.Table;

/** The steps of a batch, one by one, so that a test can stop between any two. */
final class Batches {
  static final LogSource SOURCE = new LogSource(new LogGroup("/aws/lambda/orders"), "1", null);

  private final Lake lake;
  private final Ledger ledger;

  Batches(Lake lake) {
    this.lake = lake;
    this.ledger = open(lake, 0);
  }

  /** A ledger whose clock stands at the given second. */
  static Ledger open(Lake lake, int second) {
    return Ledger.open(
        lake.catalog(),
        "run" + second,
        Clock.fixed(Instant.ofEpochSecond(1_700_000_000L + second), ZoneOffset.UTC));
  }

  Ledger ledger() {
    return ledger;
  }

  static ObjectIdentity object(int number) {
    return new ObjectIdentity("landing", "orders/" + number + ".gz", "etag" + number, number);
  }

  LedgerState state(ObjectIdentity... candidates) {
    return ledger.read(
        Arrays.stream(candidates).map(object -> new Candidate(Lake.ORDERS, object)).toList());
  }

  /** Claims the objects of these numbers from the present state. */
  boolean claim(BatchId batch, Target target, int... numbers) {
    return ledger.claim(state(), batch, claimed(batch, target, numbers)).isClaimed();
  }

  static List<LedgerRow> claimed(BatchId batch, Target target, int... numbers) {
    List<LedgerRow> rows = new ArrayList<>();
    for (int number : numbers) {
      rows.add(LedgerRow.claimed(batch, target, object(number), SOURCE));
    }
    return rows;
  }

  /** The decision: the table's row if something is staged, and a row for each object. */
  static List<LedgerRow> committing(BatchId batch, Target target, int... numbers) {
    List<LedgerRow> rows = new ArrayList<>();
    if (target.snapshotId() != null) {
      rows.add(LedgerRow.committing(batch, target));
    }
    for (int number : numbers) {
      Work work = new Work("json", 10, 0, 1, 1000);
      rows.add(LedgerRow.committing(batch, target, object(number), SOURCE, work));
    }
    return rows;
  }

  static List<LedgerRow> ingested(List<LedgerRow> committing) {
    return committing.stream()
        .filter(row -> row.object() != null)
        .map(LedgerRow::ingested)
        .toList();
  }

  /** Writes a file for the batch and stages it. */
  long stage(Table table, BatchId batch) {
    return new Publication(table, batch).stage(List.of(Lake.file(table, batch, 1)));
  }

  /** What the ledger says of a batch. */
  List<LedgerRow> rows(BatchId batch) {
    return ledger.batch(batch).rows().stream().map(WrittenRow::row).toList();
  }

  /** A run that comes later, with the lake's leases. */
  Stores stores() {
    return lake.stores(open(lake, 1000));
  }

  Recovery recovery() {
    return new Recovery(stores());
  }
}
