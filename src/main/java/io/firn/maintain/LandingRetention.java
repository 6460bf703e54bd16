package io.firn.maintain;

import io.firn.AccountRegion;
import io.firn.ExportWindow.Purpose;
import io.firn.LogGroup;
import io.firn.ObjectIdentity;
import io.firn.landing.WindowMarker;
import io.firn.landing.WindowMarkers;
import io.firn.landing.WindowReceipt;
import io.firn.landing.WindowReceipts;
import io.firn.landing.WindowRemoval;
import io.firn.ledger.IngestedWindow;
import io.firn.ledger.Ledger;
import io.firn.ledger.LogSource;
import io.firn.ledger.QuarantinedObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Deletes windows of a landing zone that were taken in long ago. One stays as long as somebody may
 * need its objects: a part that waits in quarantine, a recheck of its log group that is not in yet,
 * or the ledger, if it does not count the window as ingested.
 */
public final class LandingRetention {
  private final AccountRegion place;
  private final Duration retention;
  private final WindowMarkers markers;
  private final WindowReceipts receipts;
  private final WindowRemoval removal;

  /**
   * Of one account and Region.
   *
   * @param retention how long a window stays after its receipt
   */
  public LandingRetention(
      AccountRegion place,
      Duration retention,
      WindowMarkers markers,
      WindowReceipts receipts,
      WindowRemoval removal) {
    this.place = place;
    this.retention = retention;
    this.markers = markers;
    this.receipts = receipts;
    this.removal = removal;
  }

  /** For people. */
  String name() {
    return "landing zone of " + place;
  }

  /**
   * Windows of a landing zone.
   *
   * @param due that go, by their markers
   * @param kept how many are old enough and stay
   * @param quarantined objects that wait in quarantine
   */
  record Plan(List<Due> due, int kept, List<String> quarantined) {
    Plan {
      due = List.copyOf(due);
      quarantined = List.copyOf(quarantined);
    }

    long bytes() {
      return due.stream().mapToLong(window -> window.receipt.bytes()).sum();
    }

    long objects() {
      return due.stream().mapToLong(window -> window.receipt.partCount()).sum();
    }
  }

  /** A window that goes. */
  record Due(ObjectIdentity marker, WindowReceipt receipt) {}

  /** Reads the names of markers and receipts, old receipts, and markers without a receipt. */
  Plan plan(Ledger ledger, Instant now) {
    Map<ObjectIdentity, WindowReceipt> old = new LinkedHashMap<>();
    Set<LogGroup> waiting = new HashSet<>();
    Instant limit = now.minus(retention);
    WindowReceipts.Present present = receipts.present();
    for (ObjectIdentity marker : markers.list()) {
      if (!present.has(place, marker.key())) {
        waitingRecheck(marker).ifPresent(waiting::add);
      } else if (finished(marker).isBefore(limit)) {
        receipts
            .ofMarker(place, marker.key())
            .filter(receipt -> receipt.ingestedAt().isBefore(limit))
            .ifPresent(receipt -> old.put(marker, receipt));
      }
    }
    Needed needed = needed(ledger, old.keySet(), waiting);
    List<Due> due = new ArrayList<>();
    old.forEach(
        (marker, receipt) -> {
          if (!needed.has(marker, receipt)) {
            due.add(new Due(marker, receipt));
          }
        });
    return new Plan(due, old.size() - due.size(), needed.quarantined());
  }

  /** The day's beginning: before the window was taken in. */
  private static Instant finished(ObjectIdentity marker) {
    return WindowMarkers.finished(marker).atStartOfDay().toInstant(ZoneOffset.UTC);
  }

  /** The log group of a recheck that is not in yet; of another's window nothing. */
  private Optional<LogGroup> waitingRecheck(ObjectIdentity marker) {
    return markers
        .head(marker.key())
        .filter(head -> head.place().equals(place))
        .filter(head -> head.window().purpose() == Purpose.RECHECK)
        .map(WindowMarker::group);
  }

  private record Needed(Set<String> ingested, Set<LogGroup> groups, List<String> quarantined) {
    boolean has(ObjectIdentity marker, WindowReceipt receipt) {
      return !ingested.contains(marker.uri()) || groups.contains(receipt.group());
    }
  }

  private static Needed needed(
      Ledger ledger, Set<ObjectIdentity> old, Set<LogGroup> waitingGroups) {
    Set<LogGroup> groups = new HashSet<>(waitingGroups);
    List<String> objects = new ArrayList<>();
    for (QuarantinedObject refused : ledger.quarantinedObjects()) {
      LogSource source = refused.source();
      if (refused.isRecheck() && source != null) {
        groups.add(source.group());
      }
      objects.add(refused.object().uri());
    }
    Set<String> ingested =
        ledger.windows(old).stream()
            .map(IngestedWindow::marker)
            .map(ObjectIdentity::uri)
            .collect(Collectors.toSet());
    return new Needed(ingested, groups, objects);
  }

  /**
   * Deletes a window.
   *
   * @return how many objects went; none if one of them waits in quarantine, or the marker is gone
   */
  int remove(Due window, Plan plan) {
    String key = window.marker().key();
    return markers
        .head(key)
        .filter(marker -> !hasQuarantined(marker, plan))
        .map(marker -> removal.remove(marker, key))
        .orElse(0);
  }

  private static boolean hasQuarantined(WindowMarker marker, Plan plan) {
    String prefix = "s3://" + marker.bucket() + "/" + marker.prefix() + "/";
    return plan.quarantined().stream().anyMatch(object -> object.startsWith(prefix));
  }
}
