package io.firn.export;

import io.firn.AccountRegion;
import io.firn.LogGroup;
import io.firn.export.DriverState.Versioned;
import io.firn.landing.LandingLayout;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * Reads the state of an account and Region as it is today: with the groups that are there now, and
 * without what has expired. It reads and describes, and writes nothing.
 */
final class IndexLook {
  private final Clock clock;
  private final DriverState state;
  private final IndexChange changes;
  private final GroupLookup lookup;
  private final StateCheck check;

  IndexLook(
      AccountRegion place,
      LandingLayout layout,
      ExportPolicy policy,
      ExportDriver.Tools tools,
      DriverState state) {
    this.clock = tools.clock();
    this.state = state;
    this.changes = new IndexChange(policy);
    this.lookup =
        new GroupLookup(new PatientLogs(tools.logs(), tools.pause(), tools.random()), policy);
    this.check = new StateCheck(place, layout, tools.landing(), state);
  }

  /**
   * What was found.
   *
   * @param groups all groups that are there
   */
  record Today(Slot slot, SlotIndex index, Map<LogGroup, GroupFacts> groups, Instant now) {}

  /** Fails with {@link StateFormException} if state is lost. */
  Today look() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Versioned<Slot> slot = state.slot();
    SlotIndex read = state.index().value();
    check.require(slot, read);
    Map<LogGroup, GroupFacts> groups = lookup.find(now);
    return new Today(
        slot.value(), changes.expired(changes.found(read, groups, now), now), groups, now);
  }
}
