package io.firn.export;

import io.firn.AccountRegion;
import io.firn.export.IndexLook.Today;
import io.firn.landing.LandingLayout;
import org.jspecify.annotations.Nullable;

/** Foretells the back-fill of an account and Region. It reads and describes, and writes nothing. */
public final class BackfillForecast {
  private final AccountRegion place;
  private final ExportPolicy policy;
  private final IndexLook look;

  /**
   * Of one account and Region.
   *
   * @param layout where windows land
   */
  public BackfillForecast(
      AccountRegion place, LandingLayout layout, ExportPolicy policy, ExportDriver.Tools tools) {
    this.place = place;
    this.policy = policy;
    this.look = new IndexLook(place, layout, policy, tools, new DriverState(tools.state(), place));
  }

  /**
   * The plan.
   *
   * @param bytesPerSecond how fast large tasks are; null to go by what was measured, if it was
   */
  public BackfillPlan plan(@Nullable Double bytesPerSecond) {
    Today today = look.look();
    return BackfillPlanner.of(policy, today.index().pace(), bytesPerSecond)
        .plan(place, today.index(), today.now());
  }
}
