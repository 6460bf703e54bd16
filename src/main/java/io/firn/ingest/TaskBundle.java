package io.firn.ingest;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tasks whose objects are read once for all of them: of mixed objects those of many tables, else
 * one.
 *
 * @param number unique in its batch; the tasks' {@link IngestTask#bundle}
 * @param mixed the objects that are read as wholes too, for their bad records
 */
record TaskBundle(int number, List<IngestTask> tasks, List<MixedObject> mixed)
    implements Serializable {
  static final Comparator<TaskBundle> LARGEST_FIRST =
      Comparator.comparingLong(TaskBundle::bytes).reversed().thenComparing(TaskBundle::number);

  TaskBundle {
    tasks = List.copyOf(tasks);
    mixed = List.copyOf(mixed);
  }

  /** The tasks that are read together, the largest first. */
  static List<TaskBundle> of(List<IngestTask> tasks, Map<Integer, List<MixedObject>> mixed) {
    Map<Integer, List<IngestTask>> byNumber = new LinkedHashMap<>();
    tasks.forEach(
        task -> byNumber.computeIfAbsent(task.bundle(), key -> new ArrayList<>()).add(task));
    Set<Integer> numbers = new LinkedHashSet<>(byNumber.keySet());
    numbers.addAll(mixed.keySet());
    return numbers.stream()
        .map(
            number ->
                new TaskBundle(
                    number,
                    byNumber.getOrDefault(number, List.of()),
                    mixed.getOrDefault(number, List.of())))
        .sorted(LARGEST_FIRST)
        .toList();
  }

  /** How many objects are read, each once. */
  int objects() {
    return sizes().size();
  }

  /** As they are stored. */
  long bytes() {
    return sizes().values().stream().mapToLong(Long::longValue).sum();
  }

  private Map<String, Long> sizes() {
    Map<String, Long> sizes = new HashMap<>();
    tasks.forEach(
        task -> task.objects().forEach(object -> sizes.put(object.uri(), object.bytes())));
    mixed.forEach(object -> sizes.put(object.uri(), object.object().identity().size()));
    return sizes;
  }
}
