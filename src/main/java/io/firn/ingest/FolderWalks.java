package io.firn.ingest;

import io.firn.landing.ListingMark;
import io.firn.landing.ListingMarks;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A run's ways through date folders. Marks only save work: one that cannot be read or kept ends no
 * run.
 */
final class FolderWalks {
  private final ListingMarks marks;
  private final Supplier<String> ledger;
  private final Instant now;
  private final Map<IngestInput, FolderWalk> walks = new HashMap<>();
  private final Map<IngestInput, ListingMark> left = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private @Nullable String generation;

  /**
   * None has begun.
   *
   * @param ledger tells its generation
   */
  FolderWalks(ListingMarks marks, Supplier<String> ledger, Instant now) {
    this.marks = marks;
    this.ledger = ledger;
    this.now = now;
  }

  /** The way through an input's folders, from where its mark is. */
  FolderWalk of(IngestInput input) {
    return walks.computeIfAbsent(input, one -> new FolderWalk(one.dateFolders(), known(one), now));
  }

  /** What is asked first is older than anything that the run will see. */
  private String generation() {
    String known = generation == null ? ledger.get() : generation;
    generation = known;
    return known;
  }

  private Optional<ListingMark> known(IngestInput input) {
    String current = generation();
    try {
      return marks
          .read(input.dateFolders().template(), input.table().toString())
          .filter(mark -> mark.holds(input.dateFolders().from(), current));
    } catch (UncheckedIOException e) {
      problems.add(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** Keeps how far they came, where that is news. */
  void leaveMarks() {
    walks.forEach((input, walk) -> walk.mark(generation()).ifPresent(mark -> leave(input, mark)));
  }

  private void leave(IngestInput input, ListingMark mark) {
    if (mark.equals(left.put(input, mark))) {
      return;
    }
    try {
      marks.write(input.dateFolders().template(), input.table().toString(), mark);
    } catch (UncheckedIOException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
  }

  /** Why a mark is missing; the next run tries again. */
  List<String> problems() {
    return List.copyOf(problems);
  }
}
