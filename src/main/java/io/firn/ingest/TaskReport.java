package io.firn.ingest;

import io.firn.schema.Observation;
import java.io.Serializable;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;

/**
 * What came of one task.
 *
 * @param files with all events of the accepted objects if {@code complete}, else none
 * @param badRecordFiles with their bad records, for the table firn.quarantine
 * @param written ids of the fields that got a value
 * @param overBudget paths of keys that a full table had no column for
 * @param observed what the schema lacks
 */
record TaskReport(
    IngestTask task,
    boolean complete,
    List<DataFile> files,
    List<DataFile> badRecordFiles,
    BitSet written,
    Set<List<String>> overBudget,
    Observation observed,
    List<ObjectReport> objects)
    implements Serializable {

  List<ObjectReport> accepted() {
    return objects.stream().filter(ObjectReport::isAccepted).toList();
  }

  List<ObjectReport> refused() {
    return objects.stream().filter(object -> !object.isAccepted()).toList();
  }

  boolean wroteAnyOf(Set<Integer> fieldIds) {
    return fieldIds.stream().anyMatch(written::get);
  }

  /** The task without the objects that are refused. */
  IngestTask remaining() {
    return task.with(accepted().stream().map(ObjectReport::object).toList());
  }

  /** This report on what remained, with what the reading before refused and read. */
  TaskReport after(TaskReport before) {
    List<ObjectReport> all = Stream.concat(before.refused().stream(), objects.stream()).toList();
    return new TaskReport(
        before.task, complete, files, badRecordFiles, written, overBudget, observed, all);
  }
}
