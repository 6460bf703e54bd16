package io.firn.export;

import io.firn.AccountRegion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far the log groups of an account and Region are exported, and who has its slot.
 *
 * @param slot free if nobody has it
 * @param load what new events need of the slot
 * @param taskTime what a task takes
 * @param stoppedUntil until when all is stopped, as group after group was refused; null if it is
 *     not
 * @param listedAt when the groups were last looked up; null if nothing was ever exported
 * @param groups those that are to be exported, by their names
 * @param failure why nothing is known; null if it is
 */
public record ExportStatus(
    AccountRegion place,
    Slot slot,
    SlotLoad load,
    Duration taskTime,
    @Nullable Instant stoppedUntil,
    @Nullable Instant listedAt,
    List<GroupStatus> groups,
    @Nullable RuntimeException failure) {
  public ExportStatus {
    groups = List.copyOf(groups);
  }

  static ExportStatus of(
      AccountRegion place, Slot slot, SlotIndex index, ExportPolicy policy, Instant now) {
    List<GroupStatus> groups =
        index.groups().entrySet().stream()
            .filter(group -> policy.groups().test(group.getKey()))
            .map(group -> GroupStatus.of(group.getKey(), group.getValue(), now))
            .toList();
    return new ExportStatus(
        place,
        slot,
        SlotLoad.of(index, policy),
        index.pace().taskTime(),
        index.breaker().openUntil(now).orElse(null),
        index.listedAt(),
        groups,
        null);
  }

  static ExportStatus unknown(AccountRegion place, ExportPolicy policy, RuntimeException failure) {
    return new ExportStatus(
        place,
        Slot.FREE,
        SlotLoad.of(SlotIndex.EMPTY, policy),
        Pace.ASSUMED.taskTime(),
        null,
        null,
        List.of(),
        failure);
  }

  public Optional<Instant> stopped() {
    return Optional.ofNullable(stoppedUntil);
  }

  public Optional<Instant> listed() {
    return Optional.ofNullable(listedAt);
  }

  public Optional<RuntimeException> problem() {
    return Optional.ofNullable(failure);
  }
}
