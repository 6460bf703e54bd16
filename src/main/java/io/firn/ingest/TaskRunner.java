package io.firn.ingest;

import io.firn.BatchId;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Where a batch's tasks run: on Spark's executors, or in tests on threads of this JVM. */
interface TaskRunner {
  /** How many tasks run at once. */
  int slots();

  /** What file systems are opened with. */
  Configuration configuration();

  /**
   * Runs the tasks of one round, of all tables, and returns the reports of all.
   *
   * @param name of the round, for displays
   */
  List<TaskReport> run(
      BatchId batch, String name, Shipment content, List<IngestTask> tasks, Progress progress);

  /** Stops what runs for the batch, from another thread; {@link #run} fails then. */
  void cancel(BatchId batch);
}
