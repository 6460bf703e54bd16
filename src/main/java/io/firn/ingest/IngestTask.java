package io.firn.ingest;

import io.firn.landing.InputObject;
import java.io.Serializable;
import java.util.List;

/** Objects that one Spark task reads, in this order. */
record IngestTask(int number, List<InputObject> objects) implements Serializable {
  IngestTask {
    objects = List.copyOf(objects);
  }

  long bytes() {
    return objects.stream().mapToLong(object -> object.identity().size()).sum();
  }
}
