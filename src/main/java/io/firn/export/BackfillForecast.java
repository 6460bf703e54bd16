package io.firn.export;

import io.firn.AccountRegion;
import io.firn.export.DriverState.Versioned;
import io.firn.landing.LandingLayout;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Foretells the back-fill of an account and Region. It reads and describes, and writes nothing. */
public final class BackfillForecast {
  private final AccountRegion place;
  private final ExportPolicy policy;
  private final Clock clock;
  private final DriverState state;
  private final IndexChange changes;
  private final GroupLookup lookup;
  private final StateCheck check;

  /**
   * Of one account and Region.
   *
   * @param layout where windows land
   */
  public BackfillForecast(
      AccountRegion place, LandingLayout layout, ExportPolicy policy, ExportDriver.Tools tools) {
    this.place = place;
    this.policy = policy;
    this.clock = tools.clock();
    this.state = new DriverState(tools.state(), place);
    this.changes = new IndexChange(policy);
    this.lookup =
        new GroupLookup(new PatientLogs(tools.logs(), tools.pause(), tools.random()), policy);
    this.check = new StateCheck(place, layout, tools.landing(), state);
  }

  /**
   * The plan.
   *
   * @param bytesPerSecond how fast large tasks are; null to go by what was measured, if it was
   */
  public BackfillPlan plan(@Nullable Double bytesPerSecond) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Versioned<Slot> slot = state.slot();
    SlotIndex read = state.index().value();
    check.require(slot, read);
    SlotIndex index = changes.expired(changes.found(read, lookup.find(now), now), now);
    return BackfillPlanner.of(policy, index.pace(), bytesPerSecond).plan(place, index, now);
  }
}
