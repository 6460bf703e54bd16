package io.firn.ingest;

import io.firn.TableName;
import io.firn.parse.ParserChoice;
import io.firn.policy.EventPolicy;
import java.io.Serializable;
import java.util.List;

/**
 * Objects, or shares of them, that are read in this order into one table.
 *
 * @param number unique in its batch
 * @param bundle the number of the bundle that it is read in
 */
record IngestTask(
    int number, int bundle, TableName table, EventPolicy policy, List<PlannedObject> objects)
    implements Serializable {

  IngestTask {
    objects = List.copyOf(objects);
  }

  /** As they are stored. */
  long bytes() {
    return objects.stream().mapToLong(PlannedObject::bytes).sum();
  }

  /** The task, read with that parser. */
  IngestTask readBy(ParserChoice parser) {
    return new IngestTask(number, bundle, table, policy.with(parser), objects);
  }

  /** The task with some of its objects. */
  IngestTask with(List<PlannedObject> some) {
    return new IngestTask(number, bundle, table, policy, some);
  }
}
