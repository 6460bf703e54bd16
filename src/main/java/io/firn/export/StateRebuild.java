package io.firn.export;

import io.firn.AccountRegion;
import io.firn.LogGroup;
import io.firn.export.DriverState.Found;
import io.firn.landing.LandingLayout;
import io.firn.landing.LandingZone;
import io.firn.landing.WindowMarkers;
import io.firn.landing.WindowReceipts;
import io.firn.state.StateStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes lost state of an account and Region anew, so that nothing is exported twice: from receipts
 * and markers, and from the task that was at work.
 */
public final class StateRebuild {
  /** A task is told of so soon after it was made. */
  private static final Duration TOLD_WITHIN = Duration.ofMinutes(2);

  private final AccountRegion place;
  private final LandingLayout layout;
  private final ExportPolicy policy;
  private final LandingZone landing;
  private final StateStore store;
  private final Clock clock;
  private final Pause pause;
  private final DriverState state;
  private final GroupLookup lookup;
  private final OrphanSearch orphans;
  private final StateCheck check;

  /** Whether a person knows what may be lost. */
  public enum Consent {
    /** What can be read is left alone. */
    NONE,
    /** All is made anew. */
    GIVEN
  }

  /**
   * Of one account and Region.
   *
   * @param layout where windows land
   */
  public StateRebuild(
      AccountRegion place, LandingLayout layout, ExportPolicy policy, ExportDriver.Tools tools) {
    CloudWatchLogs logs = new PatientLogs(tools.logs(), tools.pause(), tools.random());
    this.place = place;
    this.layout = layout;
    this.policy = policy;
    this.landing = tools.landing();
    this.store = tools.state();
    this.clock = tools.clock();
    this.pause = tools.pause();
    this.state = new DriverState(store, place);
    this.lookup = new GroupLookup(logs, policy);
    this.orphans = new OrphanSearch(logs, place, layout);
    this.check = new StateCheck(place, layout, landing, state);
  }

  /**
   * Rebuilds what is lost.
   *
   * @throws RefusedRebuildException if nothing is, or nothing is left to rebuild it from, and there
   *     is no consent
   */
  public RebuildReport run(Consent consent) {
    Found<SlotIndex> index = state.foundIndex();
    Found<Slot> slot = state.foundSlot();
    if (consent == Consent.NONE
        && index.readable().isPresent()
        && (slot.readable().isPresent() || !check.hasExports())) {
      throw RefusedRebuildException.notLost(place, index.readable().get());
    }
    KnownWindow.All known =
        KnownWindow.read(place, new WindowReceipts(store), new WindowMarkers(landing, layout));
    if (consent == Consent.NONE && known.windows().isEmpty() && check.hasExports()) {
      throw RefusedRebuildException.nothingLeft(place, check.exports());
    }
    Map<LogGroup, GroupFacts> found = lookup.find(now());
    Slot next = slot.readable().orElseGet(() -> slot(known, found));
    SlotIndex rebuilt = index(index, consent, known, found, next.intent());
    // The slot last: as long as it is lost, no driver begins anything.
    boolean written =
        state.overwriteIndex(index.version(), rebuilt)
            && (slot.readable().isPresent() || state.overwriteSlot(slot.version(), next));
    if (!written) {
      throw RefusedRebuildException.overtaken(place);
    }
    return RebuildReport.of(place, known, rebuilt, next);
  }

  private SlotIndex index(
      Found<SlotIndex> read,
      Consent consent,
      KnownWindow.All known,
      Map<LogGroup, GroupFacts> found,
      @Nullable Intent atWork) {
    Optional<SlotIndex> older = read.readable();
    if (older.isPresent() && consent == Consent.NONE) {
      return withWindows(older.get(), known);
    }
    SlotIndex rebuilt = new IndexRebuild(policy, now()).index(found, known.windows(), atWork);
    return older.map(index -> withGaps(rebuilt, index)).orElse(rebuilt);
  }

  /** An index that was not lost, with all windows that it may not have been told of. */
  private static SlotIndex withWindows(SlotIndex index, KnownWindow.All known) {
    SlotIndex joined = index;
    List<KnownWindow> inOrder =
        known.windows().stream()
            .sorted(Comparator.comparing(window -> window.window().from()))
            .toList();
    for (KnownWindow one : inOrder) {
      joined =
          joined.with(
              one.group(),
              group ->
                  group.facts().generation() == one.window().generation()
                      ? group.withProgress(group.progress().done(one.lane(), one.window()))
                      : group);
    }
    return joined;
  }

  /** What was told as lost stays so. */
  private static SlotIndex withGaps(SlotIndex rebuilt, SlotIndex older) {
    Map<LogGroup, GroupState> groups = new HashMap<>(rebuilt.groups());
    groups.replaceAll(
        (group, now) ->
            older
                .group(group)
                .map(known -> now.withProgress(now.progress().withGaps(known.progress().gaps())))
                .orElse(now));
    return rebuilt.withGroups(groups);
  }

  /** A task that was just made is not told of at once. */
  private Slot slot(KnownWindow.All known, Map<LogGroup, GroupFacts> found) {
    Optional<Slot> orphan = orphans.find(known.windows(), found);
    if (orphan.isEmpty()) {
      pause.sleep(TOLD_WITHIN);
      orphan = orphans.find(known.windows(), found);
    }
    return orphan.orElse(Slot.FREE);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
