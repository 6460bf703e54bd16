package io.firn.ingest;

import io.firn.ExportWindow.Purpose;
import io.firn.ObjectIdentity;
import io.firn.TableName;
import io.firn.ingest.WindowDiscovery.FoundWindow;
import io.firn.landing.ExportedTask;
import io.firn.landing.InputObject;
import io.firn.landing.WindowMarker;
import io.firn.ledger.IngestedWindow;
import io.firn.ledger.LogSource;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds for windows that were exported once more what they are compared with: all that is ingested
 * of their time, by exports and by rechecks that finished before. A recheck waits until there is
 * nothing left that it would have to be compared with.
 */
final class Rechecks {
  private static final Comparator<ExportedTask> FINISHED =
      Comparator.comparing(ExportedTask::finished).thenComparing(ExportedTask::id);

  private final Map<ObjectIdentity, Found> rechecks = new HashMap<>();
  private final Map<LogSource, List<FoundWindow>> found = new HashMap<>();
  private final Map<LogSource, List<Listed>> known = new HashMap<>();
  private final Function<Set<LogSource>, List<IngestedWindow>> ledger;
  private final Map<ObjectIdentity, Optional<WindowMarker>> markers = new HashMap<>();
  private final Set<String> notices = new LinkedHashSet<>();

  /**
   * Of landing zones.
   *
   * @param ledger tells all windows of some groups that are in tables
   */
  Rechecks(
      List<WindowDiscovery.Result> zones, Function<Set<LogSource>, List<IngestedWindow>> ledger) {
    this.ledger = ledger;
    for (WindowDiscovery.Result zone : zones) {
      for (FoundWindow window : zone.found()) {
        Listed listed = window.listed();
        found.computeIfAbsent(listed.source(), group -> new ArrayList<>()).add(window);
        if (listed.isRecheck()) {
          rechecks.put(listed.identity(), new Found(zone, window));
        }
      }
      zone.known()
          .forEach(
              window ->
                  known.computeIfAbsent(window.source(), group -> new ArrayList<>()).add(window));
    }
  }

  private record Found(WindowDiscovery.Result zone, FoundWindow window) {}

  /**
   * What may be planned.
   *
   * @param items with what rechecks among them are compared with
   * @param waiting how many rechecks are not among them yet
   */
  record Readied(List<Listed> items, int waiting) {}

  /** Finds what rechecks among the items are compared with, and which of them must wait. */
  Readied ready(List<Listed> items) {
    Set<LogSource> groups =
        items.stream()
            .filter(item -> rechecks.containsKey(item.identity()))
            .map(Listed::source)
            .collect(Collectors.toSet());
    if (groups.isEmpty()) {
      return new Readied(items, 0);
    }
    Map<LogSource, List<IngestedWindow>> ingested =
        ledger.apply(groups).stream().collect(Collectors.groupingBy(IngestedWindow::source));
    List<Listed> all = new ArrayList<>();
    for (Listed item : items) {
      Found recheck = item.isRecheck() ? rechecks.get(item.identity()) : null;
      if (recheck == null) {
        all.add(item);
      } else {
        new Ready(recheck, ingested.getOrDefault(item.source(), List.of()))
            .item()
            .ifPresent(all::add);
      }
    }
    return new Readied(all, items.size() - all.size());
  }

  /** Why rechecks wait, where it is not for their turn alone. */
  List<String> notices() {
    return List.copyOf(notices);
  }

  /** One recheck. */
  private final class Ready {
    private final WindowDiscovery.Result zone;
    private final FoundWindow window;

    /** By their markers: one that went to two tables is one export. */
    private final Map<String, IngestedWindow> ofItsTime = new LinkedHashMap<>();

    Ready(Found recheck, List<IngestedWindow> ofItsGroup) {
      this.zone = recheck.zone;
      this.window = recheck.window;
      ofItsGroup.stream()
          .filter(other -> other.window().overlaps(window.marker().window()))
          .forEach(other -> ofItsTime.putIfAbsent(other.marker().uri(), other));
    }

    /** Empty if it must wait. */
    Optional<Listed> item() {
      if (!zone.isComplete()) {
        notices.add(
            "Rechecks below "
                + zone.source().markers().place()
                + " wait until all its markers are read");
        return Optional.empty();
      }
      if (isBehindOthers()) {
        return Optional.empty();
      }
      try {
        return Optional.of(window.listed().comparedWith(earlier()));
      } catch (UncheckedIOException e) {
        notices.add("Recheck " + window.listed().identity() + " waits: " + e.getMessage());
        return Optional.empty();
      }
    }

    private EarlierExports earlier() {
      List<InputObject> exported = new ArrayList<>();
      List<List<InputObject>> rechecked = new ArrayList<>();
      Map<TableName, List<InputObject>> inTables = new HashMap<>();
      for (IngestedWindow other : ofItsTime.values()) {
        Optional<WindowMarker> marker = marker(other.marker());
        if (marker.isEmpty()) {
          return EarlierExports.obstructed(
              "it cannot be compared with its earlier export: there is no marker "
                  + other.marker()
                  + " that this version reads");
        }
        List<InputObject> parts = WindowDiscovery.parts(marker.get());
        if (other.window().purpose() == Purpose.EXPORT) {
          exported.addAll(parts);
        } else if (isBefore(marker.get().task())) {
          rechecked.add(parts);
        }
        inTables.computeIfAbsent(other.table(), name -> new ArrayList<>()).addAll(parts);
      }
      rechecked.add(0, exported);
      return new EarlierExports(rechecked, inTables, null);
    }

    /** One that finished later was compared with this one, or has waited for it. */
    private boolean isBefore(ExportedTask other) {
      return FINISHED.compare(other, window.marker().task()) < 0;
    }

    /** Exports of its time come in before it, and so do rechecks that finished before. */
    private boolean isBehindOthers() {
      LogSource group = window.listed().source();
      boolean behindFound =
          found.getOrDefault(group, List.of()).stream()
              .filter(other -> isOutside(other.listed()))
              .anyMatch(other -> !other.listed().isRecheck() || isBefore(other.marker().task()));
      // It was in a table when this run began, and somebody has put it back since.
      return behindFound || known.getOrDefault(group, List.of()).stream().anyMatch(this::isOutside);
    }

    /** Whether another window of its time is in no table. */
    private boolean isOutside(Listed other) {
      return !other.identity().equals(window.listed().identity())
          && !ofItsTime.containsKey(other.identity().uri())
          && other.window() != null
          && other.window().overlaps(window.marker().window());
    }

    private Optional<WindowMarker> marker(ObjectIdentity identity) {
      return markers.computeIfAbsent(identity, zone.source().markers()::read);
    }
  }
}
