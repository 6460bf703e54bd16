package io.firn.ingest;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;

/**
 * What came of a bundle.
 *
 * @param tasks one for each of its tasks
 * @param mixed one for each of its mixed objects
 * @param mixedComplete whether {@code badRecordFiles} has all bad records of the mixed objects that
 *     are accepted; else it is empty
 * @param bytesInflated read in all, again after a refusal included
 * @param controlMessages that all objects have, those that are refused included
 */
record BundleReport(
    TaskBundle bundle,
    List<TaskReport> tasks,
    List<MixedReport> mixed,
    boolean mixedComplete,
    List<DataFile> badRecordFiles,
    long bytesInflated,
    long controlMessages)
    implements Serializable {
  BundleReport {
    tasks = List.copyOf(tasks);
    mixed = List.copyOf(mixed);
    badRecordFiles = List.copyOf(badRecordFiles);
  }

  List<MixedObject> acceptedMixed() {
    return mixed.stream().filter(MixedReport::isAccepted).map(MixedReport::object).toList();
  }

  boolean isComplete() {
    return mixedComplete && tasks.stream().allMatch(TaskReport::complete);
  }

  /** What is to be read again, without the objects that are refused. */
  TaskBundle remaining() {
    return new TaskBundle(
        bundle.number(),
        tasks.stream().filter(task -> !task.complete()).map(TaskReport::remaining).toList(),
        mixedComplete ? List.of() : acceptedMixed());
  }

  /** This report on what remained, with what the reading before found. */
  BundleReport after(BundleReport before) {
    long read = bytesInflated + before.bytesInflated;
    List<TaskReport> all = new ArrayList<>();
    for (TaskReport earlier : before.tasks) {
      all.add(
          tasks.stream()
              .filter(task -> task.task().number() == earlier.task().number())
              .findFirst()
              .map(task -> task.after(earlier))
              .orElse(earlier));
    }
    if (before.mixedComplete) {
      return new BundleReport(
          before.bundle,
          all,
          before.mixed,
          true,
          before.badRecordFiles,
          read,
          before.controlMessages);
    }
    List<MixedReport> objects =
        Stream.concat(before.mixed.stream().filter(object -> !object.isAccepted()), mixed.stream())
            .toList();
    return new BundleReport(
        before.bundle, all, objects, mixedComplete, badRecordFiles, read, before.controlMessages);
  }
}
