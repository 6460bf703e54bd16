package io.firn.export;

import io.firn.AccountRegion;
import io.firn.export.DriverState.Versioned;
import io.firn.landing.LandingLayout;
import io.firn.landing.LandingZone;

/** Whether state is lost: the index is there before the first intent, and that before exports. */
final class StateCheck {
  private final DriverState state;
  private final LandingZone landing;
  private final String bucket;
  private final String exports;

  StateCheck(AccountRegion place, LandingLayout layout, LandingZone landing, DriverState state) {
    this.state = state;
    this.landing = landing;
    this.bucket = layout.bucket();
    this.exports = layout.exports(place);
  }

  /** Fails with {@link StateFormException} if slot or index are lost. */
  void require(Versioned<Slot> slot, SlotIndex index) {
    boolean lost = slot.version() == null ? hasExports() : index.equals(SlotIndex.EMPTY);
    if (lost) {
      throw state.lost(slot, exports());
    }
  }

  boolean hasExports() {
    return landing.holds(bucket, exports);
  }

  /** Where exports of the account and Region are, for people. */
  String exports() {
    return "s3://" + bucket + "/" + exports;
  }
}
