package io.firn.ingest;

import io.firn.BatchId;
import io.firn.decode.InflateBounds;
import io.firn.dedupe.DuplicateSearch;
import io.firn.dedupe.FoundDuplicates;
import io.firn.dedupe.SearchShipment;
import io.firn.state.Lease;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Begins with no round once the batch's lease is lost: its work would be for nothing. */
record LeasedTasks(TaskRunner runner, Lease lease) implements TaskRunner {
  @Override
  public int slots() {
    return runner.slots();
  }

  @Override
  public Configuration configuration() {
    return runner.configuration();
  }

  @Override
  public List<BundleReport> run(
      BatchId batch, String name, Shipment content, List<TaskBundle> bundles, Progress progress) {
    checkHeld(name);
    return runner.run(batch, name, content, bundles, progress);
  }

  @Override
  public List<Survey> survey(
      List<SurveyedObject> objects, InflateBounds bounds, Progress progress) {
    return runner.survey(objects, bounds, progress);
  }

  @Override
  public List<FoundDuplicates> search(SearchShipment content, List<DuplicateSearch> searches) {
    checkHeld("search for duplicates");
    return runner.search(content, searches);
  }

  private void checkHeld(String name) {
    if (!lease.isHeld()) {
      throw new IllegalStateException("Cannot begin " + name + ": " + lease + " is lost");
    }
  }

  @Override
  public void cancel(BatchId batch) {
    runner.cancel(batch);
  }
}
