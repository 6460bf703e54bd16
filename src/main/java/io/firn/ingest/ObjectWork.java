package io.firn.ingest;

import io.firn.ObjectFormat;
import io.firn.landing.InputObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object, and what a bundle takes of it.
 *
 * @param shared of a mixed object, where events come from that do not say it; null of one that is
 *     of one log group
 * @param mixed to keep its bad records too; null if they are kept already, or by its one taker
 */
record ObjectWork(
    InputObject object,
    ObjectFormat format,
    @Nullable SourceDefaults shared,
    @Nullable MixedObject mixed,
    List<Taker> takers) {

  /** A task that takes the object, or a share of it. */
  record Taker(PlannedObject object, TablePass table) {}

  private static ObjectWork of(MixedObject mixed) {
    return new ObjectWork(
        mixed.object(), mixed.format(), mixed.defaults(), mixed, new ArrayList<>());
  }

  private static ObjectWork of(PlannedObject planned) {
    return new ObjectWork(
        planned.object(), planned.format(), planned.share(), null, new ArrayList<>());
  }

  /**
   * The objects of a bundle, each once, in the order of its tasks.
   *
   * @param tables one for each task
   */
  static List<ObjectWork> of(TaskBundle bundle, List<TablePass> tables) {
    Map<String, ObjectWork> works = new LinkedHashMap<>();
    bundle.mixed().forEach(mixed -> works.put(mixed.uri(), of(mixed)));
    for (int i = 0; i < tables.size(); i++) {
      for (PlannedObject planned : bundle.tasks().get(i).objects()) {
        works
            .computeIfAbsent(planned.uri(), uri -> of(planned))
            .takers
            .add(new Taker(planned, tables.get(i)));
      }
    }
    return List.copyOf(works.values());
  }

  String uri() {
    return object.identity().uri();
  }

  long bytes() {
    return object.identity().size();
  }

  /** Its one taker; null of a mixed object. */
  @Nullable Taker only() {
    return shared == null ? takers.get(0) : null;
  }
}
