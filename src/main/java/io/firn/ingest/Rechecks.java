package io.firn.ingest;

import io.firn.ExportWindow.Purpose;
import io.firn.ObjectIdentity;
import io.firn.ingest.WindowDiscovery.FoundWindow;
import io.firn.landing.InputObject;
import io.firn.landing.LandedPart;
import io.firn.landing.WindowMarker;
import io.firn.ledger.IngestedWindow;
import io.firn.ledger.Ledger;
import io.firn.ledger.LogSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds for windows that were exported once more what they are compared with: all that is ingested
 * of their time, by exports and rechecks before. A recheck waits until there is nothing left that
 * it would have to be compared with.
 */
final class Rechecks {
  private static final Comparator<FoundWindow> FINISHED =
      Comparator.comparing((FoundWindow window) -> window.marker().task().finished())
          .thenComparing(window -> window.marker().task().id());

  private final List<WindowDiscovery.Result> zones;
  private final Function<Set<LogSource>, List<IngestedWindow>> ledger;
  private final Map<ObjectIdentity, Optional<WindowMarker>> markers = new HashMap<>();

  Rechecks(List<WindowDiscovery.Result> zones, Ledger ledger) {
    this(zones, ledger::windowsOf);
  }

  /**
   * Of landing zones.
   *
   * @param ledger tells all windows of some groups that are in tables
   */
  Rechecks(
      List<WindowDiscovery.Result> zones, Function<Set<LogSource>, List<IngestedWindow>> ledger) {
    this.zones = zones;
    this.ledger = ledger;
  }

  /**
   * What may be planned.
   *
   * @param items with what rechecks among them are compared with
   * @param waiting how many rechecks are not among them yet
   */
  record Readied(List<Listed> items, int waiting) {
    /** Without rechecks. */
    static Readied of(List<Listed> items) {
      return new Readied(items, 0);
    }
  }

  /** Finds what rechecks among the items are compared with, and which of them must wait. */
  Readied ready(List<Listed> items) {
    Set<LogSource> groups =
        items.stream()
            .filter(Listed::isRecheck)
            .filter(item -> !item.parts().isEmpty())
            .map(Listed::source)
            .collect(Collectors.toSet());
    if (groups.isEmpty()) {
      return Readied.of(items);
    }
    List<IngestedWindow> ingested = ledger.apply(groups);
    Map<ObjectIdentity, Ready> ready = new HashMap<>();
    for (WindowDiscovery.Result zone : zones) {
      for (FoundWindow window : zone.found()) {
        if (window.listed().isRecheck()) {
          ready.put(window.listed().identity(), new Ready(zone, window, ingested));
        }
      }
    }
    List<Listed> all = new ArrayList<>();
    for (Listed item : items) {
      Ready recheck = item.isRecheck() ? ready.get(item.identity()) : null;
      if (recheck == null) {
        all.add(item);
      } else {
        recheck.item().ifPresent(all::add);
      }
    }
    return new Readied(all, items.size() - all.size());
  }

  /** One recheck. */
  private final class Ready {
    private final WindowDiscovery.Result zone;
    private final FoundWindow window;
    private final List<IngestedWindow> ofItsTime;

    Ready(WindowDiscovery.Result zone, FoundWindow window, List<IngestedWindow> ingested) {
      this.zone = zone;
      this.window = window;
      this.ofItsTime = ingested.stream().filter(this::isOfItsTime).toList();
    }

    private boolean isOfItsTime(IngestedWindow other) {
      return other.source().equals(window.listed().source())
          && other.window().overlaps(window.marker().window());
    }

    /** Empty if it must wait. */
    Optional<Listed> item() {
      if (!zone.isComplete() || isBehindOthers()) {
        return Optional.empty();
      }
      List<InputObject> exported = new ArrayList<>();
      List<List<InputObject>> earlier = new ArrayList<>();
      for (IngestedWindow other : distinct()) {
        // Where the marker is gone, so are its parts: the task that looks for it says so.
        List<InputObject> parts =
            marker(other.marker())
                .map(Ready::parts)
                .orElseGet(() -> List.of(InputObject.ofExport(other.marker())));
        if (other.window().purpose() == Purpose.EXPORT) {
          exported.addAll(parts);
        } else {
          earlier.add(parts);
        }
      }
      earlier.add(0, exported);
      return Optional.of(window.listed().comparedWith(earlier));
    }

    /** One that went to two tables is one export. */
    private List<IngestedWindow> distinct() {
      Map<String, IngestedWindow> byMarker = new LinkedHashMap<>();
      ofItsTime.forEach(other -> byMarker.putIfAbsent(other.marker().uri(), other));
      return List.copyOf(byMarker.values());
    }

    /** Exports of its time come in before it, and so do rechecks that finished before. */
    private boolean isBehindOthers() {
      Set<String> in =
          ofItsTime.stream().map(other -> other.marker().uri()).collect(Collectors.toSet());
      return zone.found().stream()
          .filter(other -> !other.equals(window) && !in.contains(other.listed().identity().uri()))
          .filter(other -> other.listed().source().equals(window.listed().source()))
          .filter(other -> other.marker().window().overlaps(window.marker().window()))
          .anyMatch(other -> !other.listed().isRecheck() || FINISHED.compare(other, window) < 0);
    }

    private Optional<WindowMarker> marker(ObjectIdentity identity) {
      return markers.computeIfAbsent(identity, key -> zone.source().markers().read(key.key()));
    }

    private static List<InputObject> parts(WindowMarker marker) {
      List<InputObject> parts = new ArrayList<>();
      for (LandedPart part : marker.parts()) {
        parts.add(
            InputObject.ofExport(
                new ObjectIdentity(marker.bucket(), part.key(), part.etag(), part.size())));
      }
      return parts;
    }
  }
}
