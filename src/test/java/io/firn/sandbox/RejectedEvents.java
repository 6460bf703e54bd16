package io.firn.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * What PutLogEvents did not take of a batch; null where nothing was rejected for that reason.
 *
 * @param tooOldEnd the events before this index are older than 14 days
 * @param expiredEnd the events before this index are older than the group's retention
 * @param tooNewStart the events from this index on are more than two hours ahead
 */
public record RejectedEvents(
    @Nullable Integer tooOldEnd, @Nullable Integer expiredEnd, @Nullable Integer tooNewStart) {
  public boolean isEmpty() {
    return tooOldEnd == null && expiredEnd == null && tooNewStart == null;
  }
}
