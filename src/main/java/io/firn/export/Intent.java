package io.firn.export;

import io.firn.ExportWindow;
import io.firn.LogGroup;
import io.firn.landing.Lane;
import java.time.Instant;

/**
 * What is to be exported next, written down before CreateExportTask is called.
 *
 * @param bytes what the window probably holds
 * @param attempt unlike that of any other intent of its account and Region
 * @param bucket where it lands
 * @param prefix what its objects' keys start with, of this attempt alone
 * @param at when it was written
 */
public record Intent(
    LogGroup group,
    ExportWindow window,
    Lane lane,
    long bytes,
    String attempt,
    String bucket,
    String prefix,
    Instant at) {
  /** The name of its task. */
  String taskName() {
    return TaskName.of(attempt, lane);
  }

  TaskRequest request() {
    return new TaskRequest(taskName(), group, window.from(), window.to(), bucket, prefix);
  }

  /** Whether a task is of this intent. */
  boolean isOf(DescribedTask task) {
    return taskName().equals(task.name()) && bucket.equals(task.bucket());
  }
}
