package io.firn.ingest;

import io.firn.schema.Observation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.DataFile;

/**
 * The two rounds of a batch: write with the schema there is while observing, settle the schema, and
 * run again what did not fit. A byte is read at most twice.
 */
final class BatchWork {
  /** Times that a foreign change of the schema may make files useless. */
  private static final int FOREIGN_CHANGES = 3;

  private final Rounds rounds;
  private final TargetTable target;
  private final WriteSettings first;
  private final List<TaskReport> done = new ArrayList<>();
  private final List<RefusedObject> refused = new ArrayList<>();
  private int round = 1;
  private int reruns;
  private long bytesRead;
  private long bytesInflated;

  BatchWork(Rounds rounds, TargetTable target, WriteSettings first) {
    this.rounds = rounds;
    this.target = target;
    this.first = first;
  }

  void run(List<IngestTask> tasks) throws IOException {
    List<TaskReport> reports = rounds.run(target.table(), first, tasks);
    count(reports);
    if (reports.stream().allMatch(report -> report.accepted().isEmpty())) {
      return;
    }
    Set<Integer> lost = target.settle(merged(reports));
    runAgain(reports, report -> report.complete() && !report.wroteAnyOf(lost));
    checkSchema();
  }

  private static Observation merged(List<TaskReport> reports) {
    Observation merged = new Observation();
    reports.forEach(report -> merged.merge(report.observed()));
    return merged;
  }

  /** Keeps the reports whose files are good and runs the other tasks with the decided schema. */
  private void runAgain(List<TaskReport> reports, java.util.function.Predicate<TaskReport> isGood) {
    done.clear();
    List<IngestTask> again = new ArrayList<>();
    for (TaskReport report : reports) {
      if (isGood.test(report)) {
        done.add(report);
      } else if (!report.accepted().isEmpty()) {
        report.files().forEach(this::delete);
        again.add(report.remaining());
      }
    }
    round++;
    reruns += again.size();
    List<TaskReport> rerun = rounds.run(target.table(), decided(), again);
    count(rerun);
    done.addAll(rerun);
  }

  /** Somebody may have dropped a column meanwhile: what was written into it must go elsewhere. */
  private void checkSchema() {
    for (int changes = 0; ; changes++) {
      target.refresh();
      if (done.stream().allMatch(target::holds)) {
        return;
      }
      if (changes == FOREIGN_CHANGES) {
        throw new IllegalStateException(
            "Cannot finish the batch: columns of " + target.table().name() + " keep being dropped");
      }
      runAgain(List.copyOf(done), target::holds);
    }
  }

  private WriteSettings decided() {
    return new WriteSettings(
        first.batch(),
        round,
        WriteSettings.Phase.DECIDED,
        target.columns(),
        first.logGroup(),
        first.account(),
        first.region());
  }

  private void delete(DataFile file) {
    target.table().io().deleteFile(file.location());
  }

  private void count(List<TaskReport> reports) {
    for (TaskReport report : reports) {
      bytesRead += report.bytesRead();
      bytesInflated += report.bytesInflated();
      report.objects().stream()
          .filter(object -> !object.isAccepted())
          .map(BatchWork::refusedObject)
          .forEach(refused::add);
    }
  }

  private static RefusedObject refusedObject(ObjectReport report) {
    String reason = report.refusal();
    return new RefusedObject(report.object().identity(), reason == null ? "" : reason);
  }

  List<DataFile> files() {
    return done.stream().flatMap(report -> report.files().stream()).toList();
  }

  List<ObjectReport> accepted() {
    return done.stream().flatMap(report -> report.accepted().stream()).toList();
  }

  List<RefusedObject> refused() {
    return List.copyOf(refused);
  }

  int reruns() {
    return reruns;
  }

  long bytesRead() {
    return bytesRead;
  }

  long bytesInflated() {
    return bytesInflated;
  }
}
