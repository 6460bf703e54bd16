package io.firn.ingest;

import io.firn.landing.InputObject;
import java.util.Comparator;
import java.util.List;

/**
 * What one batch does.
 *
 * @param tasks the largest first
 * @param refused objects that are in the table in another version
 * @param present how many objects are in the table already
 */
record IngestPlan(List<IngestTask> tasks, List<RefusedObject> refused, int present) {
  static final IngestPlan NOTHING = new IngestPlan(List.of(), List.of(), 0);

  IngestPlan {
    tasks = List.copyOf(tasks);
    refused = List.copyOf(refused);
  }

  /** The objects of all tasks, in the order of their URIs. */
  List<InputObject> objects() {
    return tasks.stream()
        .flatMap(task -> task.objects().stream())
        .sorted(Comparator.comparing(object -> object.identity().uri()))
        .toList();
  }
}
