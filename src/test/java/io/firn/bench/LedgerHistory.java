package io.firn.bench;

import io.firn.BatchId;
import io.firn.LogGroup;
import io.firn.ObjectIdentity;
import io.firn.TableName;
import io.firn.ledger.Candidate;
import io.firn.ledger.Ledger;
import io.firn.ledger.LedgerRow;
import io.firn.ledger.LedgerState;
import io.firn.ledger.LogSource;
import io.firn.ledger.Target;
import io.firn.ledger.Work;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Years of ingest, the same each time: batches of exported objects, whose tasks have random ids, so
 * that the keys of any batch lie among those of all others. The last batch is left over: claimed
 * and no more.
 *
 * @param batches how many are whole; the left-over one has the next number
 * @param objects of each batch
 */
record LedgerHistory(int batches, int objects) {
  /** Claimed, decided and recorded. */
  static final int COMMITS_PER_BATCH = 3;

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final long SEED = 20_260_101;
  private static final int OBJECTS_OF_A_TASK = 40;
  private static final int GROUPS = 24;
  private static final int TABLES = 6;

  /** One that comes to so many rows in so many commits, the left-over batch not counted. */
  static LedgerHistory of(int rows, int commits) {
    int batches = Math.max(1, commits / COMMITS_PER_BATCH);
    return new LedgerHistory(batches, Math.max(1, rows / batches / COMMITS_PER_BATCH));
  }

  private static Instant time(int batch) {
    return START.plusSeconds(600L * batch);
  }

  private static BatchId id(int batch) {
    return BatchId.of(time(batch), batch);
  }

  /** Takes a batch from its claim to its end. */
  void ingest(Ledger ledger, LongSupplier snapshot, int batch) {
    if (!claim(ledger, planned(batch == 0 ? null : snapshot.getAsLong()), batch)) {
      throw new IllegalStateException("Cannot claim batch " + batch + ": it was refused");
    }
    List<LedgerRow> decision = decision(batch);
    if (!ledger.decide(id(batch), decision)) {
      throw new IllegalStateException("Cannot decide batch " + batch + ": it was refused");
    }
    ledger.record(
        id(batch), decision.stream().filter(LedgerRow::isInput).map(LedgerRow::ingested).toList());
  }

  /** A state as far as a claim asks for it: reading one for each batch would take hours. */
  static LedgerState planned(Long snapshot) {
    return new LedgerState(
        snapshot, Set.of(), Set.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
  }

  /** Claims all objects of a batch, which may be one of a number that the history has not. */
  boolean claim(Ledger ledger, LedgerState planned, int batch) {
    List<LedgerRow> rows = new ArrayList<>();
    for (int i = 0; i < objects; i++) {
      rows.add(LedgerRow.claimed(id(batch), target(batch, i), object(batch, i), source(batch, i)));
    }
    return ledger.claim(planned, id(batch), rows).isClaimed();
  }

  private List<LedgerRow> decision(int batch) {
    List<LedgerRow> rows = new ArrayList<>();
    for (int table = 0; table < TABLES; table++) {
      rows.add(LedgerRow.committing(id(batch), target(table).staged(batch + 1L)));
    }
    for (int i = 0; i < objects; i++) {
      ObjectIdentity object = object(batch, i);
      Work work = new Work("json", object.size() / 40, 0, 0, object.size() * 8);
      rows.add(LedgerRow.committing(id(batch), target(batch, i), object, source(batch, i), work));
    }
    return rows;
  }

  /** An object of a batch with its table. */
  Candidate candidate(int batch, int index) {
    return new Candidate(target(batch, index).name(), object(batch, index));
  }

  private static ObjectIdentity object(int batch, int index) {
    SplittableRandom task = random(batch, index / OBJECTS_OF_A_TASK, -1);
    SplittableRandom own = random(batch, index / OBJECTS_OF_A_TASK, index);
    String key =
        "exportedlogs/"
            + new UUID(task.nextLong(), task.nextLong())
            + "/"
            + time(batch).toString().substring(0, 10)
            + "-[$LATEST]"
            + hex(own)
            + "/000000.gz";
    return new ObjectIdentity("example-landing", key, hex(own), own.nextInt(1_000, 10_000_000));
  }

  private static String hex(SplittableRandom random) {
    return String.format(Locale.ROOT, "%016x%016x", random.nextLong(), random.nextLong());
  }

  private static LogSource source(int batch, int index) {
    String group = String.format(Locale.ROOT, "/aws/lambda/service-%02d", group(batch, index));
    return new LogSource(new LogGroup(group), "123456789012", "eu-central-1");
  }

  private static Target target(int batch, int index) {
    return target(group(batch, index) % TABLES);
  }

  private static Target target(int table) {
    TableName name = TableName.parse("logs.services_" + table);
    UUID uuid = new UUID(SEED, table);
    return new Target(name, uuid.toString(), "s3://example-lake/logs/" + name.name(), null);
  }

  private static int group(int batch, int index) {
    return random(batch, index / OBJECTS_OF_A_TASK, -2).nextInt(GROUPS);
  }

  private static SplittableRandom random(int batch, int task, int what) {
    return new SplittableRandom(((SEED * 31 + batch) * 1_000_003 + task) * 1_000_003 + what);
  }
}
