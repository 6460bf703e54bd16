package io.firn.ingest;

import io.firn.BatchId;
import io.firn.decode.InflateBounds;
import io.firn.dedupe.DuplicateSearch;
import io.firn.dedupe.FoundDuplicates;
import io.firn.dedupe.SearchShipment;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Where a batch's tasks run: on Spark's executors, or in tests on threads of this JVM. */
interface TaskRunner {
  /** How many tasks run at once. */
  int slots();

  /** What file systems are opened with. */
  Configuration configuration();

  /**
   * Runs the bundles of one round, of all tables, and returns the reports of all.
   *
   * @param name of the round, for displays
   */
  List<BundleReport> run(
      BatchId batch, String name, Shipment content, List<TaskBundle> bundles, Progress progress);

  /** Reads mixed objects for the log groups that they have events of. */
  List<Survey> survey(List<SurveyedObject> objects, InflateBounds bounds, Progress progress);

  /** Looks for events of a batch that their tables have already. */
  List<FoundDuplicates> search(SearchShipment content, List<DuplicateSearch> searches);

  /** Stops what runs for the batch, from another thread; {@link #run} fails then. */
  void cancel(BatchId batch);
}
