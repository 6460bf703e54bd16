package io.firn.export;

import io.firn.AccountRegion;
import io.firn.export.DriverState.Versioned;
import io.firn.landing.LandingLayout;
import io.firn.landing.LandingZone;
import io.firn.state.StateStore;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;

/** Looks at how far exports are, by their state alone; it writes nothing. */
public final class StatusLook {
  private final AccountRegion place;
  private final ExportPolicy policy;
  private final Clock clock;
  private final DriverState state;
  private final StateCheck check;

  /**
   * At one account and Region.
   *
   * @param layout where windows land
   */
  public StatusLook(
      AccountRegion place,
      LandingLayout layout,
      ExportPolicy policy,
      LandingZone landing,
      StateStore store,
      Clock clock) {
    this.place = place;
    this.policy = policy;
    this.clock = clock;
    this.state = new DriverState(store, place);
    this.check = new StateCheck(place, layout, landing, state);
  }

  /** What is known; a state that cannot be read is told as such. */
  public ExportStatus look() {
    try {
      Versioned<Slot> slot = state.slot();
      SlotIndex index = state.index().value();
      if (slot.value().window().isEmpty()) {
        check.require(slot, index);
      }
      Instant now = clock.instant();
      // What is gone by now is lost, also where no export has noticed so far.
      SlotIndex today = new IndexChange(policy).expired(index, now);
      return ExportStatus.of(place, slot.value(), today, policy, now);
    } catch (StateFormException | UncheckedIOException e) {
      return ExportStatus.unknown(place, policy, e);
    }
  }
}
