package io.firn.cli;

import io.firn.AccountRegion;
import io.firn.LogGroup;
import io.firn.ObjectIdentity;
import io.firn.landing.Lane;
import io.firn.landing.WindowMarker;
import io.firn.landing.WindowMarkers;
import io.firn.ledger.IngestedWindow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The finished export windows that are in no table yet. */
final class WaitingWindows {
  private final List<WindowMarker> waiting = new ArrayList<>();
  private final List<String> unreadable = new ArrayList<>();

  private WaitingWindows() {}

  /**
   * Of some landing zones.
   *
   * @param ledger tells which windows are in tables
   */
  static WaitingWindows of(
      List<WindowMarkers> zones,
      Function<Collection<ObjectIdentity>, List<IngestedWindow>> ledger) {
    WaitingWindows windows = new WaitingWindows();
    zones.forEach(zone -> windows.add(zone, ledger));
    return windows;
  }

  private void add(
      WindowMarkers zone, Function<Collection<ObjectIdentity>, List<IngestedWindow>> ledger) {
    List<ObjectIdentity> markers = zone.list();
    Set<String> ingested =
        ledger.apply(markers).stream()
            .map(window -> window.marker().uri())
            .collect(Collectors.toSet());
    List<ObjectIdentity> left =
        markers.stream().filter(marker -> !ingested.contains(marker.uri())).toList();
    // One after the other they would take minutes where nothing was ever ingested.
    List<Optional<WindowMarker>> heads =
        left.parallelStream().map(marker -> zone.head(marker.key())).toList();
    for (int i = 0; i < left.size(); i++) {
      heads.get(i).ifPresentOrElse(waiting::add, unreadable(left.get(i)));
    }
  }

  private Runnable unreadable(ObjectIdentity marker) {
    return () -> unreadable.add(marker.uri());
  }

  /** Those of a log group. */
  List<WindowMarker> of(AccountRegion place, LogGroup group) {
    return waiting.stream()
        .filter(marker -> marker.place().equals(place) && marker.group().equals(group))
        .toList();
  }

  /** Where the first of a group's windows begins, rechecks aside. */
  Optional<Instant> begin(AccountRegion place, LogGroup group) {
    return of(place, group).stream()
        .filter(marker -> marker.lane().kind() != Lane.Kind.RECHECK)
        .map(marker -> marker.window().from())
        .min(Comparator.naturalOrder());
  }

  /** The markers that this version cannot read. */
  List<String> unreadable() {
    return List.copyOf(unreadable);
  }
}
