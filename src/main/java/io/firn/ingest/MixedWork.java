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

  /** By bundle, and then by URI. */
  private final Map<Integer, Map<String, MixedObject>> bundles = new LinkedHashMap<>();

  private final Map<String, MixedReport> accepted = new HashMap<>();
  private final List<MixedReport> refused = new ArrayList<>();
  private final Map<Integer, List<DataFile>> badRecordFiles = new HashMap<>();
  private final Map<Integer, Map<String, MixedObject>> incomplete = new LinkedHashMap<>();

  /**
   * None is read yet.
   *
   * @param planned by the numbers of the bundles that read them
   */
  MixedWork(Map<Integer, List<MixedItem>> planned) {
    this.items = planned.values().stream().flatMap(List::stream).toList();
    planned.forEach((number, some) -> some.forEach(item -> put(bundles, number, item.object())));
  }

  private static void put(
      Map<Integer, Map<String, MixedObject>> bundles, int number, MixedObject object) {
    bundles.computeIfAbsent(number, key -> new LinkedHashMap<>()).put(object.uri(), object);
  }

  private static Map<Integer, List<MixedObject>> lists(
      Map<Integer, Map<String, MixedObject>> bundles) {
    Map<Integer, List<MixedObject>> lists = new LinkedHashMap<>();
    bundles.forEach((number, objects) -> lists.put(number, List.copyOf(objects.values())));
    return lists;
  }

  List<MixedItem> items() {
    return items;
  }

  /** To be read in the first round, by bundle. */
  Map<Integer, List<MixedObject>> all() {
    return lists(bundles);
  }

  void add(BundleReport report) {
    int number = report.bundle().number();
    for (MixedReport object : report.mixed()) {
      if (!object.isAccepted()) {
        refused.add(object);
      } else if (!object.object().keepsRecords()) {
        accepted.putIfAbsent(object.object().uri(), object);
      } else if (report.mixedComplete()) {
        accepted.put(object.object().uri(), object);
      } else {
        put(incomplete, number, object.object());
      }
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
    Map<Integer, Map<String, MixedObject>> again = new LinkedHashMap<>(incomplete);
    incomplete.clear();
    for (IngestTask task : tasks) {
      Map<String, MixedObject> known = bundles.getOrDefault(task.bundle(), Map.of());
      Map<String, MixedObject> toRead =
          again.computeIfAbsent(task.bundle(), key -> new LinkedHashMap<>());
      for (PlannedObject object : task.objects()) {
        MixedObject mixed = known.get(object.uri());
        if (mixed != null) {
          toRead.putIfAbsent(mixed.uri(), mixed.withoutRecords());
        }
      }
    }
    return lists(again);
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
