package io.firn.ingest;

import io.firn.ObjectIdentity;
import io.firn.ingest.IngestResult.InputFailure;
import io.firn.ledger.Candidate;
import io.firn.ledger.IngestedWindow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What landing zones hold, and inputs if all of them is asked for; one that cannot be listed does
 * not stop the others.
 *
 * @param items objects in the order of the inputs and then of their URIs, for one table each once;
 *     then windows
 * @param windows what landing zones hold
 * @param ignored how many files are no data
 */
record Discovery(
    List<Listed> items,
    List<WindowDiscovery.Result> windows,
    int ignored,
    List<InputFailure> failures) {
  Discovery {
    items = List.copyOf(items);
    windows = List.copyOf(windows);
    failures = List.copyOf(failures);
  }

  /**
   * Looks at all of them.
   *
   * @param ledger tells which windows are in tables
   */
  static Discovery of(
      IngestRequest request,
      Function<Collection<ObjectIdentity>, List<IngestedWindow>> ledger,
      InputFeed feed) {
    List<Listed> items = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (InputFeed.Fed fed : feed.next(Integer.MAX_VALUE)) {
      if (seen.add(fed.item().input().table() + " " + fed.item().identity().uri())) {
        items.add(fed.item());
      }
    }
    Discovery windows = ofWindows(request, ledger);
    items.addAll(windows.items);
    return new Discovery(
        items,
        windows.windows,
        feed.ignored(),
        Stream.concat(feed.failures().stream(), windows.failures.stream()).toList());
  }

  /** Looks at landing zones alone. */
  static Discovery ofWindows(
      IngestRequest request, Function<Collection<ObjectIdentity>, List<IngestedWindow>> ledger) {
    List<Listed> items = new ArrayList<>();
    List<InputFailure> failures = new ArrayList<>();
    List<WindowDiscovery.Result> windows =
        request.windows().stream().map(zone -> new WindowDiscovery(zone, ledger).find()).toList();
    for (WindowDiscovery.Result zone : windows) {
      items.addAll(zone.known());
      zone.found().stream()
          .map(WindowDiscovery.FoundWindow::listed)
          .filter(window -> zone.source().wanted().test(window.identity()))
          .forEach(items::add);
      failures.addAll(zone.failures());
    }
    return new Discovery(items, windows, 0, failures);
  }

  /** Markers that are left to the next run. */
  int unread() {
    return windows.stream().mapToInt(WindowDiscovery.Result::unread).sum();
  }

  /**
   * What the ledger is asked about.
   *
   * @param mixed those of {@link #mixed}
   */
  static List<Candidate> candidates(List<Listed> items, List<Candidate> mixed) {
    return Stream.concat(
            items.stream()
                .flatMap(
                    item -> Stream.concat(Stream.of(item.candidate()), item.candidatesOfParts())),
            mixed.stream())
        .distinct()
        .toList();
  }

  /** Objects that are mixed ones, or may be, as wholes. */
  static List<Candidate> mixed(List<Listed> items) {
    return items.stream()
        .filter(item -> item.isMixed() || item.mayBeMixed())
        .map(Listed::wholeCandidate)
        .toList();
  }
}
