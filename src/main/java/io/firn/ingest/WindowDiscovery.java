package io.firn.ingest;

import io.firn.ObjectIdentity;
import io.firn.ingest.IngestResult.InputFailure;
import io.firn.landing.InputObject;
import io.firn.landing.LandedPart;
import io.firn.landing.WindowMarker;
import io.firn.ledger.IngestedWindow;
import io.firn.ledger.LogSource;
import io.firn.policy.EventPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds the finished windows of a landing zone by their markers; objects without one are none. Of
 * windows that are in a table nothing more is read.
 */
final class WindowDiscovery {
  /** A run keeps the names of so many objects, some 150 MB. */
  private static final int MOST_PARTS = 200_000;

  private static final int AT_ONCE = 64;

  private final WindowSource source;
  private final Function<Collection<ObjectIdentity>, List<IngestedWindow>> ledger;
  private final List<FoundWindow> found = Collections.synchronizedList(new ArrayList<>());
  private final AtomicLong partsFound = new AtomicLong();
  private final List<Listed> known = new ArrayList<>();
  private final Map<LogSource, RuntimeException> unrouted = new ConcurrentHashMap<>();
  private final List<InputFailure> failures = Collections.synchronizedList(new ArrayList<>());

  /**
   * Of one landing zone.
   *
   * @param ledger tells which of some windows are in tables
   */
  WindowDiscovery(
      WindowSource source, Function<Collection<ObjectIdentity>, List<IngestedWindow>> ledger) {
    this.source = source;
    this.ledger = ledger;
  }

  /** A window that is in no table. */
  record FoundWindow(Listed listed, WindowMarker marker) {}

  /**
   * What is there.
   *
   * @param found in no table yet, in the order of their markers
   * @param known in a table already, without their parts
   * @param ingested those that are, as the ledger has them
   * @param unread how many markers are left to the next run, as the windows before them are large
   */
  record Result(
      WindowSource source,
      List<FoundWindow> found,
      List<Listed> known,
      List<IngestedWindow> ingested,
      List<InputFailure> failures,
      int unread) {
    /** Whether every marker is known: rechecks must not miss one. */
    boolean isComplete() {
      return unread == 0
          && failures.stream()
              .noneMatch(failure -> failure.failure() instanceof UncheckedIOException);
    }
  }

  Result find() {
    List<ObjectIdentity> markers;
    try {
      markers = source.markers().list();
    } catch (UncheckedIOException e) {
      failures.add(new InputFailure(source.markers().place(), e));
      markers = List.of();
    }
    List<IngestedWindow> ingested = ledger.apply(markers);
    Map<String, List<IngestedWindow>> byMarker =
        ingested.stream().collect(Collectors.groupingBy(window -> window.marker().uri()));
    List<ObjectIdentity> unknown = new ArrayList<>();
    for (ObjectIdentity marker : markers) {
      List<IngestedWindow> tables = byMarker.getOrDefault(marker.uri(), List.of());
      tables.forEach(table -> known.add(known(marker, table)));
      if (tables.isEmpty()) {
        unknown.add(marker);
      }
    }
    int unread = read(unknown);
    unrouted.forEach((group, why) -> failures.add(new InputFailure(group.group().name(), why)));
    Map<String, FoundWindow> inOrder =
        found.stream()
            .collect(Collectors.toMap(window -> window.listed.identity().uri(), window -> window));
    return new Result(
        source,
        unknown.stream()
            .filter(marker -> inOrder.containsKey(marker.uri()))
            .map(marker -> inOrder.get(marker.uri()))
            .toList(),
        known,
        ingested,
        failures,
        unread);
  }

  /** Reads markers in their order, as many as a run can hold; how many are left. */
  private int read(List<ObjectIdentity> markers) {
    int read = 0;
    while (read < markers.size() && partsFound.get() < MOST_PARTS) {
      int next = Math.min(read + AT_ONCE, markers.size());
      InParallel.forEach(markers.subList(read, next), this::read);
      read = next;
    }
    return markers.size() - read;
  }

  private static Listed known(ObjectIdentity marker, IngestedWindow window) {
    IngestInput input =
        new IngestInput(marker.uri(), window.source(), window.table(), EventPolicy.PLAIN);
    return new Listed(input, marker, List.of(), window.window());
  }

  private void read(ObjectIdentity identity) {
    try {
      WindowMarker marker = source.markers().read(identity).orElseThrow(() -> unknown(identity));
      partsFound.addAndGet(marker.parts().size());
      LogSource of =
          new LogSource(marker.group(), marker.place().account(), marker.place().region());
      input(identity, of).ifPresent(input -> found.add(found(input, identity, marker)));
    } catch (UncheckedIOException e) {
      failures.add(new InputFailure(identity.uri(), e));
    }
  }

  private static UncheckedIOException unknown(ObjectIdentity marker) {
    String message = "it is damaged, or of a later version of Firn";
    return new UncheckedIOException(
        "Cannot read marker " + marker + ": " + message, new IOException(message));
  }

  /** A group without a route is told once, however many windows it has. */
  private Optional<IngestInput> input(ObjectIdentity marker, LogSource of) {
    try {
      return Optional.of(source.routes().input(marker.uri(), of));
    } catch (RuntimeException e) {
      unrouted.putIfAbsent(of, e);
      return Optional.empty();
    }
  }

  private static FoundWindow found(
      IngestInput input, ObjectIdentity identity, WindowMarker marker) {
    return new FoundWindow(new Listed(input, identity, parts(marker), marker.window()), marker);
  }

  /** The objects of a window. */
  static List<InputObject> parts(WindowMarker marker) {
    return marker.parts().stream().map(part -> object(marker.bucket(), part)).toList();
  }

  private static InputObject object(String bucket, LandedPart part) {
    return InputObject.ofExport(new ObjectIdentity(bucket, part.key(), part.etag(), part.size()));
  }
}
