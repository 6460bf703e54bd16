package io.firn.export;

import io.firn.AccountRegion;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From what state was rebuilt, and what it is now.
 *
 * @param receipts how many windows receipts told of
 * @param markers how many further windows markers told of
 * @param groups how many log groups are there
 * @param goneGroups how many others had windows
 * @param leftToExport how many spans between exported windows are still to be exported
 * @param slowest up to when all groups are exported; null if there are none
 * @param task the name of the task that was at work; null if none was
 */
public record RebuildReport(
    AccountRegion place,
    int receipts,
    int markers,
    int groups,
    int goneGroups,
    int leftToExport,
    @Nullable Instant slowest,
    @Nullable String task) {
  static RebuildReport of(AccountRegion place, KnownWindow.All known, SlotIndex index, Slot slot) {
    long gone =
        known.windows().stream()
            .map(KnownWindow::group)
            .distinct()
            .filter(group -> index.group(group).isEmpty())
            .count();
    int left =
        index.groups().values().stream().mapToInt(state -> state.progress().history().size()).sum();
    Optional<Instant> slowest =
        index.groups().values().stream()
            .map(state -> state.progress().watermark())
            .min(Comparator.naturalOrder());
    return new RebuildReport(
        place,
        known.receipts(),
        known.markers(),
        index.groups().size(),
        (int) gone,
        left,
        slowest.orElse(null),
        slot.window().map(Intent::taskName).orElse(null));
  }

  public Optional<Instant> exportedUpTo() {
    return Optional.ofNullable(slowest);
  }

  public Optional<String> adopted() {
    return Optional.ofNullable(task);
  }
}
