package io.firn.export;

import io.firn.AccountRegion;
import io.firn.ExportWindow;
import io.firn.LogGroup;
import io.firn.landing.Lane;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an account and Region would export next.
 *
 * @param atWork the window that is being exported; null if none is
 * @param holder who else has the slot, for people; null if nobody has
 * @param next in their order, as far as that can be foretold
 * @param due when something is due, if there is nothing next; null if nothing will be
 * @param stoppedUntil until when all is stopped, as group after group was refused; null if it is
 *     not
 * @param gaps what would be noted as lost
 * @param load what new events need of the slot
 */
public record Preview(
    AccountRegion place,
    @Nullable Intent atWork,
    @Nullable String holder,
    List<Next> next,
    @Nullable Instant due,
    @Nullable Instant stoppedUntil,
    Map<LogGroup, List<Gap>> gaps,
    SlotLoad load) {
  /**
   * A window.
   *
   * @param bytes what it probably holds
   * @param expires when the first of its events are gone; null if they stay
   */
  public record Next(
      LogGroup group,
      ExportWindow window,
      Lane lane,
      long bytes,
      Why why,
      @Nullable Instant expires) {
    public Optional<Instant> expiry() {
      return Optional.ofNullable(expires);
    }
  }

  public Preview {
    next = List.copyOf(next);
    gaps = Map.copyOf(gaps);
  }

  public Optional<Intent> running() {
    return Optional.ofNullable(atWork);
  }

  public Optional<String> slotHolder() {
    return Optional.ofNullable(holder);
  }

  public Optional<Instant> nextDue() {
    return Optional.ofNullable(due);
  }

  public Optional<Instant> stopped() {
    return Optional.ofNullable(stoppedUntil);
  }
}
