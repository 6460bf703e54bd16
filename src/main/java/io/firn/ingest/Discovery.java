package io.firn.ingest;

import io.firn.ObjectIdentity;
import io.firn.ingest.IngestResult.InputFailure;
import io.firn.landing.InputObject;
import io.firn.landing.Listing;
import io.firn.landing.MissingInputException;
import io.firn.landing.PrefixListing;
import io.firn.landing.TaskFolder;
import io.firn.ledger.Candidate;
import io.firn.ledger.IngestedWindow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * What the inputs and landing zones hold; one that cannot be listed does not stop the others.
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
      Configuration configuration) {
    List<Listed> items = new ArrayList<>();
    List<InputFailure> failures = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    int ignored = 0;
    for (Found found : list(request.inputs(), configuration)) {
      if (found.failure != null) {
        failures.add(new InputFailure(found.input.path(), found.failure));
      }
      ignored += found.listing.ignored();
      Map<TaskFolder, ExportFolder> folders = folders(found);
      for (InputObject object : found.listing.objects()) {
        if (seen.add(found.input.table() + " " + object.identity().uri())) {
          items.add(new Listed(found.input, object, folder(object, folders)));
        }
      }
    }
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
    return new Discovery(items, windows, ignored, failures);
  }

  private static List<Found> list(List<IngestInput> inputs, Configuration configuration) {
    PrefixListing listing = new PrefixListing(configuration);
    Map<IngestInput, Found> found = new ConcurrentHashMap<>();
    List<IngestInput> distinct = inputs.stream().distinct().toList();
    InParallel.forEach(distinct, input -> found.put(input, list(listing, input)));
    return distinct.stream().map(found::get).toList();
  }

  private static Found list(PrefixListing listing, IngestInput input) {
    try {
      return new Found(input, listing.list(input.path()), null);
    } catch (MissingInputException | IOException e) {
      return new Found(input, Listing.EMPTY, e);
    }
  }

  /** The folders of export tasks, if it matters whether those are over. */
  private static Map<TaskFolder, ExportFolder> folders(Found found) {
    IngestInput input = found.input;
    Map<TaskFolder, ExportFolder> folders = new HashMap<>();
    if (!input.quietFor().isZero()) {
      found
          .listing
          .tasks()
          .forEach(
              (task, newest) ->
                  folders.put(
                      task, new ExportFolder(task, input.source(), newest, input.quietFor())));
    }
    return folders;
  }

  private static @Nullable ExportFolder folder(
      InputObject object, Map<TaskFolder, ExportFolder> folders) {
    return folders.isEmpty() ? null : object.task().map(folders::get).orElse(null);
  }

  /** What one input holds, or why it could not be listed. */
  private record Found(IngestInput input, Listing listing, @Nullable Exception failure) {}

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
