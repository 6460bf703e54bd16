package io.firn.ingest;

import io.firn.TableName;
import io.firn.policy.EventPolicy;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;

/**
 * Objects that one Spark task reads, in this order, into one table.
 *
 * @param number unique in its batch
 */
record IngestTask(int number, TableName table, EventPolicy policy, List<PlannedObject> objects)
    implements Serializable {
  static final Comparator<IngestTask> LARGEST_FIRST =
      Comparator.comparingLong(IngestTask::bytes).reversed().thenComparing(IngestTask::number);

  IngestTask {
    objects = List.copyOf(objects);
  }

  long bytes() {
    return objects.stream().mapToLong(PlannedObject::bytes).sum();
  }

  /** The task with some of its objects. */
  IngestTask with(List<PlannedObject> some) {
    return new IngestTask(number, table, policy, some);
  }
}
