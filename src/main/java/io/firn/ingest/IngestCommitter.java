package io.firn.ingest;

import io.firn.BatchId;
import io.firn.ObjectIdentity;
import io.firn.TableName;
import io.firn.ingest.RefusedObject.Kind;
import io.firn.ingest.TableWork.Accepted;
import io.firn.ledger.BatchTraces;
import io.firn.ledger.Ledger;
import io.firn.ledger.LedgerRow;
import io.firn.ledger.LogSource;
import io.firn.ledger.Stores;
import io.firn.ledger.Target;
import io.firn.ledger.Work;
import io.firn.quarantine.QuarantineTable;
import io.firn.table.BatchFiles;
import io.firn.table.Publication;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/** Brings a finished batch into its tables: stage, decide, publish, record. */
final class IngestCommitter {
  private final Ledger ledger;
  private final BatchFiles batchFiles;
  private final BatchTraces traces;
  private final Table quarantine;
  private final Target quarantineTarget;

  IngestCommitter(Stores stores, Table quarantine) {
    this.ledger = stores.ledger();
    this.batchFiles = stores.files();
    this.traces = new BatchTraces(stores);
    this.quarantine = quarantine;
    this.quarantineTarget = Target.of(QuarantineTable.NAME, quarantine);
  }

  /** Files that wait on a branch, and the table that they go to; {@code work} knows the result. */
  private record Staged(Table table, Target target, List<DataFile> files, Runnable whenPublished) {}

  /**
   * Publishes the files of all tables that did not fail, each table's as one snapshot.
   *
   * @return what was recorded; nothing if no object was accepted: the batch is to be abandoned
   * @throws LostRaceException if another run abandoned the batch
   */
  List<LedgerRow> commit(Claim claim) {
    BatchId batch = claim.context().batch();
    List<Staged> staged = stage(claim);
    quarantine(claim);
    List<LedgerRow> objects = objects(claim);
    if (objects.isEmpty()) {
      return List.of();
    }
    see(claim, objects);
    List<LedgerRow> decision = new ArrayList<>(objects);
    staged.forEach(table -> decision.add(LedgerRow.committing(batch, table.target)));
    if (!ledger.decide(batch, decision)) {
      throw new LostRaceException(
          "Cannot publish batch " + batch + ": another run abandoned it (run again)");
    }
    InParallel.forEach(staged, table -> publish(batch, table));
    traces.remove(batch, claim.targetsBeside(names(staged)));
    List<LedgerRow> ingested = objects.stream().map(LedgerRow::ingested).toList();
    if (!ledger.record(batch, ingested)) {
      throw new LostRaceException(
          "Cannot record batch "
              + batch
              + ": it was given up meanwhile (firn ledger show "
              + batch
              + ")");
    }
    return ingested;
  }

  /** A table that cannot take its files goes without them; the others do not wait for it. */
  private List<Staged> stage(Claim claim) {
    BatchId batch = claim.context().batch();
    List<Staged> staged = Collections.synchronizedList(new ArrayList<>());
    InParallel.forEach(
        alive(claim),
        table ->
            table.attempt(
                work -> {
                  if (!work.files().isEmpty()) {
                    staged.add(stage(batch, work));
                  }
                }));
    List<DataFile> badRecords =
        Stream.concat(
                alive(claim).stream().flatMap(table -> table.badRecordFiles().stream()),
                claim.mixed().badRecordFiles().stream())
            .toList();
    if (!badRecords.isEmpty()) {
      staged.add(stage(batch, quarantine, quarantineTarget, badRecords, () -> {}));
    }
    List<DataFile> leftOut =
        alive(claim).stream().flatMap(table -> table.remembered().stream()).toList();
    DuplicateMemory memory = claim.context().memory();
    if (memory != null && !leftOut.isEmpty()) {
      staged.add(stage(batch, memory.table(), memory.target(), leftOut, () -> {}));
    }
    return List.copyOf(staged);
  }

  private static Staged stage(BatchId batch, TableWork work) {
    Table table = work.target().table();
    return stage(
        batch,
        table,
        work.ledgerTarget(),
        work.files(),
        () -> {
          Snapshot current = table.currentSnapshot();
          work.published(current.snapshotId());
        });
  }

  private static Staged stage(
      BatchId batch, Table table, Target target, List<DataFile> files, Runnable whenPublished) {
    long snapshot = new Publication(table, batch).stage(files);
    return new Staged(table, target.staged(snapshot), files, whenPublished);
  }

  private static Set<TableName> names(List<Staged> staged) {
    return staged.stream().map(table -> table.target.name()).collect(Collectors.toSet());
  }

  /** That an object is damaged is true whatever becomes of the batch. */
  private void quarantine(Claim claim) {
    List<LedgerRow> rows =
        Stream.concat(
                claim.tables().works().stream()
                    .flatMap(table -> quarantined(claim, table).stream()),
                quarantinedMixed(claim))
            .toList();
    if (!rows.isEmpty()) {
      ledger.quarantine(claim.context().batch(), rows);
    }
  }

  /** What no table takes of mixed objects waits, and is known before the objects count as read. */
  private void see(Claim claim, List<LedgerRow> taken) {
    BatchId batch = claim.context().batch();
    Set<MixedShare> in =
        taken.stream()
            .filter(LedgerRow::share)
            .map(row -> new MixedShare(row.inputObject(), row.inputSource()))
            .collect(Collectors.toSet());
    List<LedgerRow> rows = new ArrayList<>();
    for (MixedItem item : claim.mixed().acceptedWholes().keySet()) {
      item.waiting()
          .forEach(
              (source, why) ->
                  rows.add(
                      LedgerRow.seen(
                          batch, quarantineTarget, item.item().identity(), source, why)));
      for (Listed share : item.shares()) {
        if (!in.contains(new MixedShare(share.identity(), share.source()))) {
          String why = "table " + share.input().table() + " did not take them";
          rows.add(LedgerRow.seen(batch, quarantineTarget, share.identity(), share.source(), why));
        }
      }
    }
    if (!rows.isEmpty()) {
      ledger.see(batch, rows);
    }
  }

  private record MixedShare(ObjectIdentity object, LogSource source) {}

  private Stream<LedgerRow> quarantinedMixed(Claim claim) {
    return claim.mixed().refusedReports().stream()
        .filter(report -> report.refused().kind() == Kind.QUARANTINED)
        .map(
            report ->
                LedgerRow.quarantined(
                    claim.context().batch(),
                    quarantineTarget,
                    report.object().object().identity(),
                    null,
                    new Work(
                        report.object().format().spelling(),
                        report.reading().lastPosition(),
                        0,
                        0,
                        report.reading().bytes()),
                    report.refused().reason()));
  }

  private static List<LedgerRow> quarantined(Claim claim, TableWork table) {
    List<LedgerRow> rows = new ArrayList<>(quarantinedRechecks(claim, table));
    rows.addAll(quarantinedObjects(claim, table));
    return rows;
  }

  /** A recheck is bad as a whole: of its parts alone nobody could say what is late. */
  private static List<LedgerRow> quarantinedRechecks(Claim claim, TableWork table) {
    Map<String, ObjectReport> bad = table.refusedRechecks();
    List<LedgerRow> rows = new ArrayList<>();
    for (Listed item : table.items()) {
      ObjectReport report = bad.get(item.identity().uri());
      if (report != null && report.refused().kind() == Kind.QUARANTINED) {
        rows.add(quarantinedRecheck(claim, table, item, report));
      }
    }
    return rows;
  }

  private static LedgerRow quarantinedRecheck(
      Claim claim, TableWork table, Listed item, ObjectReport report) {
    return LedgerRow.quarantined(
        claim.context().batch(),
        table.ledgerTarget(),
        item.identity(),
        Objects.requireNonNull(item.window()),
        item.source(),
        new Work(table.parser(), 0, 0, 0, report.reading().bytes()),
        report.object().uri() + ": " + report.refused().reason());
  }

  private static List<LedgerRow> quarantinedObjects(Claim claim, TableWork table) {
    return table.refusedReports().stream()
        .filter(report -> report.object().recheck() == null)
        .filter(report -> report.refused().kind() == Kind.QUARANTINED)
        .map(
            report ->
                LedgerRow.quarantined(
                    claim.context().batch(),
                    table.ledgerTarget(),
                    identity(report),
                    report.object().source(),
                    new Work(
                        table.parser(),
                        report.reading().lastPosition(),
                        0,
                        0,
                        report.reading().bytes()),
                    report.refused().reason()))
        .toList();
  }

  private List<LedgerRow> objects(Claim claim) {
    BatchId batch = claim.context().batch();
    List<LedgerRow> rows = new ArrayList<>();
    claim.mixed().acceptedWholes().forEach((item, report) -> rows.add(mixed(batch, item, report)));
    for (TableWork table : alive(claim)) {
      for (Accepted accepted : table.acceptedItems()) {
        rows.add(
            accepted.item().window() == null
                ? object(batch, table, accepted)
                : window(batch, table, accepted));
      }
    }
    return rows;
  }

  private LedgerRow mixed(BatchId batch, MixedItem item, MixedReport report) {
    LedgerRow row =
        LedgerRow.committing(
            batch,
            quarantineTarget,
            item.item().identity(),
            null,
            new Work(
                item.object().format().spelling(),
                0,
                report.badRecords(),
                0,
                report.reading().bytes()));
    String damage = report.reading().salvaged();
    return damage == null ? row : row.because(salvaged(report.reading().lastPosition(), damage));
  }

  private static LedgerRow object(BatchId batch, TableWork table, Accepted accepted) {
    ObjectReport report = accepted.reports().get(0);
    LedgerRow row =
        LedgerRow.committing(
            batch,
            table.ledgerTarget(),
            accepted.item().identity(),
            accepted.item().source(),
            work(table, accepted.reports()));
    String damage = accepted.item().isShare() ? null : report.reading().salvaged();
    String salvaged = damage == null ? null : salvaged(report.reading().lastPosition(), damage);
    LedgerRow remarked = remarked(row, salvaged, accepted.reports());
    return accepted.item().isShare() ? remarked.ofShare() : remarked;
  }

  private static LedgerRow remarked(
      LedgerRow row, @Nullable String salvaged, List<ObjectReport> reports) {
    long duplicates = reports.stream().mapToLong(report -> report.counts().duplicates()).sum();
    String remark =
        Stream.of(salvaged, duplicates == 0 ? null : "left out " + duplicates + " duplicates")
            .filter(Objects::nonNull)
            .collect(Collectors.joining("; "));
    return remark.isEmpty() ? row : row.because(remark);
  }

  private static LedgerRow window(BatchId batch, TableWork table, Accepted accepted) {
    Listed window = accepted.item();
    LedgerRow row =
        LedgerRow.committing(
            batch,
            table.ledgerTarget(),
            window.identity(),
            Objects.requireNonNull(window.window()),
            window.source(),
            work(table, accepted.reports()));
    return remarked(row, null, accepted.reports());
  }

  private static String salvaged(long events, String damage) {
    return "salvaged the first " + events + " events: " + damage;
  }

  private static Work work(TableWork table, List<ObjectReport> reports) {
    EventCounts counts = EventCounts.sum(reports.stream().map(ObjectReport::counts).toList());
    return new Work(
        table.parser(),
        counts.events(),
        counts.badRecords(),
        counts.rescued(),
        reports.stream()
            .filter(report -> !report.object().isShare())
            .mapToLong(report -> report.reading().bytes())
            .sum());
  }

  private static ObjectIdentity identity(ObjectReport report) {
    return report.object().object().identity();
  }

  private static List<TableWork> alive(Claim claim) {
    return claim.tables().works().stream().filter(TableWork::isAlive).toList();
  }

  private void publish(BatchId batch, Staged staged) {
    long snapshot = Objects.requireNonNull(staged.target.snapshotId());
    new Publication(staged.table, batch).publish(snapshot);
    batchFiles
        .by(staged.table)
        .tidy(
            staged.target.location(),
            batch,
            staged.files.stream().map(DataFile::location).toList());
    staged.table.refresh();
    staged.whenPublished.run();
  }
}
