package io.firn.ingest;

import io.firn.DateFolders;
import io.firn.landing.ListingMark;
import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A run's way through the date folders of one input: those that may still get objects, those that
 * no run has been through, and those that were not done with when a run was there.
 */
final class FolderWalk {
  /** With more, the mark stays behind them, and the next run lists all that is after it. */
  private static final int MOST_OPEN = 1000;

  private final DateFolders folders;
  private final Optional<ListingMark> known;
  private final Instant settled;
  private final Instant begin;
  private final Instant end;

  /** Of earlier runs, and not listed whole yet. */
  private final NavigableSet<Instant> stillOpen = new TreeSet<>();

  private final NavigableMap<Instant, DateFolder> begun = new TreeMap<>();

  /** The folders from {@link #begin} to here were listed whole. */
  private Instant listedBefore;

  /**
   * A way.
   *
   * @param known how far earlier ones came; one that does not hold any more is none
   */
  FolderWalk(DateFolders folders, Optional<ListingMark> known, Instant now) {
    this.folders = folders;
    this.known = known;
    this.settled = folders.settled(now);
    this.end = folders.last(now);
    this.begin = earlier(settled, known.map(ListingMark::before).orElse(folders.first()));
    this.listedBefore = begin;
    known.map(ListingMark::open).stream()
        .flatMap(Collection::stream)
        .filter(folder -> folder.isBefore(begin) && !folder.isBefore(folders.first()))
        .forEach(stillOpen::add);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /** The folders to list, in their order. */
  Iterator<DateFolder> iterator() {
    Iterator<Instant> open = List.copyOf(stillOpen).iterator();
    Iterator<Instant> others = folders.between(begin, end);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return open.hasNext() || others.hasNext();
      }

      @Override
      public DateFolder next() {
        Instant start = open.hasNext() ? open.next() : others.next();
        return new DateFolder(start, start.isBefore(settled));
      }
    };
  }

  /** A folder was listed to its end; folders are told in their order. */
  void listed(DateFolder folder) {
    if (!stillOpen.remove(folder.start())) {
      listedBefore = folders.next(folder.start());
    }
    if (folder.isSettled()) {
      begun.put(folder.start(), folder);
    }
  }

  /** How far it came; empty if earlier ones came as far. */
  Optional<ListingMark> mark(String ledger) {
    begun.values().removeIf(DateFolder::isAccounted);
    Instant before = earlier(settled, listedBefore);
    List<Instant> open =
        Stream.concat(stillOpen.stream(), begun.keySet().stream())
            .distinct()
            .filter(folder -> folder.isBefore(earlier(settled, listedBefore)))
            .sorted()
            .toList();
    if (open.size() > MOST_OPEN) {
      before = open.get(MOST_OPEN);
      open = open.subList(0, MOST_OPEN);
    }
    ListingMark mark = new ListingMark(folders.from(), ledger, before, open);
    Instant earliest = known.map(ListingMark::before).orElse(folders.first());
    boolean isNews = known.isPresent() ? !known.get().equals(mark) : before.isAfter(earliest);
    return isNews && !before.isBefore(earliest) ? Optional.of(mark) : Optional.empty();
  }
}
