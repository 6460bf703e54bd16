package io.firn.export;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The export slot of an account and Region: what it is used for, one window at a time.
 *
 * @param intent null if the slot is free, as far as Firn is concerned
 * @param taskId null until it is known
 * @param missingSince when the task was first not found any more; null if it was found
 * @param takenSince since when somebody else has had the slot; null if nobody has
 * @param holder who that is, for people; null if that is not known
 */
public record Slot(
    @Nullable Intent intent,
    @Nullable String taskId,
    @Nullable Instant missingSince,
    @Nullable Instant takenSince,
    @Nullable String holder) {
  static final Slot FREE = new Slot(null, null, null, null, null);

  static Slot taken(Instant since, @Nullable String holder) {
    return new Slot(null, null, null, since, holder);
  }

  public Optional<Intent> window() {
    return Optional.ofNullable(intent);
  }

  public Optional<String> task() {
    return Optional.ofNullable(taskId);
  }

  public Optional<Instant> taken() {
    return Optional.ofNullable(takenSince);
  }

  public Optional<Instant> missing() {
    return Optional.ofNullable(missingSince);
  }

  Slot with(Intent next) {
    return new Slot(next, null, null, takenSince, holder);
  }

  Slot withoutIntent() {
    return new Slot(null, null, null, takenSince, holder);
  }

  Slot withTask(String id) {
    return new Slot(intent, id, null, null, null);
  }

  Slot missingSince(@Nullable Instant moment) {
    return new Slot(intent, taskId, moment, takenSince, holder);
  }
}
