package io.firn.ingest;

import io.firn.quarantine.QuarantineTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;

/** The mixed objects of a batch as wholes: what is wrong with them, and their bad records. */
final class MixedWork {
  private final List<MixedItem> items;
  private final Map<Integer, List<MixedObject>> bundles = new LinkedHashMap<>();
  private final Map<String, MixedReport> accepted = new HashMap<>();
  private final List<MixedReport> refused = new ArrayList<>();
  private final Map<Integer, List<DataFile>> badRecordFiles = new HashMap<>();
  private final Map<Integer, List<MixedObject>> incomplete = new LinkedHashMap<>();

  /**
   * None is read yet.
   *
   * @param planned by the numbers of the bundles that read them
   */
  MixedWork(Map<Integer, List<MixedItem>> planned) {
    this.items = planned.values().stream().flatMap(List::stream).toList();
    planned.forEach(
        (number, some) -> this.bundles.put(number, some.stream().map(MixedItem::object).toList()));
  }

  List<MixedItem> items() {
    return items;
  }

  /** To be read in the first round, by bundle. */
  Map<Integer, List<MixedObject>> all() {
    return bundles;
  }

  void add(BundleReport report) {
    int number = report.bundle().number();
    List<MixedObject> again = new ArrayList<>();
    for (MixedReport object : report.mixed()) {
      if (!object.isAccepted()) {
        refused.add(object);
      } else if (!object.object().keepsRecords()) {
        accepted.putIfAbsent(object.object().uri(), object);
      } else if (report.mixedComplete()) {
        accepted.put(object.object().uri(), object);
      } else {
        again.add(object.object());
      }
    }
    if (!again.isEmpty()) {
      incomplete.put(number, again);
    }
    badRecordFiles
        .computeIfAbsent(number, key -> new ArrayList<>())
        .addAll(report.badRecordFiles());
  }

  /**
   * What is to be read once more: objects whose bad records are not stored yet, and those of the
   * tasks' bundles, so that it is known what is wrong with them by now.
   */
  Map<Integer, List<MixedObject>> takeWith(List<IngestTask> tasks) {
    Map<Integer, Map<String, MixedObject>> again = new LinkedHashMap<>();
    incomplete.forEach(
        (number, objects) ->
            objects.forEach(
                object ->
                    again
                        .computeIfAbsent(number, key -> new LinkedHashMap<>())
                        .put(object.uri(), object)));
    incomplete.clear();
    for (IngestTask task : tasks) {
      List<MixedObject> known = bundles.getOrDefault(task.bundle(), List.of());
      for (PlannedObject object : task.objects()) {
        known.stream()
            .filter(mixed -> mixed.uri().equals(object.uri()))
            .forEach(
                mixed ->
                    again
                        .computeIfAbsent(task.bundle(), key -> new LinkedHashMap<>())
                        .putIfAbsent(mixed.uri(), mixed.withoutRecords()));
      }
    }
    Map<Integer, List<MixedObject>> lists = new LinkedHashMap<>();
    again.forEach((number, objects) -> lists.put(number, List.copyOf(objects.values())));
    return lists;
  }

  boolean isIncomplete() {
    return !incomplete.isEmpty();
  }

  /** Of objects that are read as wholes. */
  List<DataFile> badRecordFiles() {
    return badRecordFiles.values().stream().flatMap(List::stream).toList();
  }

  /** The objects that are taken in as wholes now, each with what it is recorded with. */
  Map<MixedItem, MixedReport> acceptedWholes() {
    Map<MixedItem, MixedReport> wholes = new LinkedHashMap<>();
    for (MixedItem item : items) {
      MixedReport report = accepted.get(item.object().uri());
      if (item.isWhole() && report != null) {
        wholes.put(item, report);
      }
    }
    return wholes;
  }

  List<MixedReport> refusedReports() {
    return List.copyOf(refused);
  }

  /** What is wrong with objects, each once. */
  List<RefusedObject> refused() {
    Map<String, RefusedObject> first = new LinkedHashMap<>();
    for (MixedReport report : refused) {
      Refusal refusal = report.refused();
      first.putIfAbsent(
          report.object().uri(),
          new RefusedObject(
              report.object().object().identity(),
              QuarantineTable.NAME,
              refusal.kind(),
              refusal.reason()));
    }
    return List.copyOf(first.values());
  }

  /** Shares that no route takes. */
  List<RefusedObject> unrouted() {
    return items.stream()
        .filter(item -> !item.waiting().isEmpty())
        .map(item -> RefusedObject.unrouted(item.item(), item.waiting()))
        .toList();
  }
}
