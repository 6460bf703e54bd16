package io.firn.export;

import io.firn.LogGroup;
import java.time.Duration;
import java.util.Map;

/**
 * What new events need of the slot.
 *
 * @param share of its time, with windows as long as can be; above 1 it does not suffice
 * @param every the least span of a window of most groups, so that the slot suffices
 */
public record SlotLoad(double share, Duration every) {
  /** Above it, queues grow long, and nothing is left for history. */
  private static final double WANTED = 0.8;

  private static final double STEP = 1.25;

  /** Of all groups that are exported. */
  static SlotLoad of(SlotIndex index, ExportPolicy policy) {
    Duration every = policy.every();
    // Where short retention alone takes more, the other groups are not put off for ever.
    double wanted = Math.max(WANTED, STEP * share(index, policy, ExportPolicy.LONGEST_WINDOW));
    while (share(index, policy, every) > wanted
        && every.compareTo(ExportPolicy.LONGEST_WINDOW) < 0) {
      every = Duration.ofMillis(Math.round(every.toMillis() * STEP));
    }
    return new SlotLoad(share(index, policy, every), every);
  }

  private static double share(SlotIndex index, ExportPolicy policy, Duration every) {
    double tasksPerMilli = 0;
    for (Map.Entry<LogGroup, GroupState> group : index.groups().entrySet()) {
      if (policy.takes(group.getKey(), group.getValue())) {
        Duration span = WindowSizes.least(group.getValue(), policy, index.pace(), every);
        tasksPerMilli += 1.0 / span.toMillis();
      }
    }
    // Each recheck exports a window once more.
    int times = 1 + policy.recheckAfter().size();
    return times * tasksPerMilli * index.pace().taskTime().toMillis();
  }

  public boolean suffices() {
    return share <= 1;
  }
}
