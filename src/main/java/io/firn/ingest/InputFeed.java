package io.firn.ingest;

import io.firn.ingest.IngestResult.InputFailure;
import io.firn.landing.InputObject;
import io.firn.landing.Listing;
import io.firn.landing.MissingInputException;
import io.firn.landing.OpenListing;
import io.firn.landing.PrefixListing;
import io.firn.landing.TaskFolder;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * The objects of inputs, in the order of the inputs, their folders and keys, listed as they are
 * asked for. The next few places are opened at once. An input that cannot be listed ends there.
 */
final class InputFeed {
  private static final int AT_ONCE = 16;

  /** Of each place so many are listed ahead. */
  private static final int HEAD = 5_000;

  private final PrefixListing listing;
  private final Place.Places places;
  private final Deque<Opened> ahead = new ArrayDeque<>();
  private final Set<IngestInput> failed = new HashSet<>();
  private final List<InputFailure> failures = new ArrayList<>();
  private int ignored;

  /**
   * Nothing is listed yet.
   *
   * @param walks the way through the folders of an input that has such
   */
  InputFeed(
      List<IngestInput> inputs,
      Function<IngestInput, FolderWalk> walks,
      Configuration configuration) {
    this.listing = new PrefixListing(configuration);
    this.places = new Place.Places(inputs.stream().distinct().toList(), walks);
  }

  /** An object that was listed, and the date folder that it is in. */
  record Fed(Listed item, @Nullable DateFolder folder) {}

  /** Whether there may be more objects. */
  boolean hasMore() {
    while (ahead.isEmpty() && places.hasNext()) {
      openNext();
    }
    return !ahead.isEmpty();
  }

  private void openNext() {
    while (ahead.size() < AT_ONCE && places.hasNext()) {
      Place place = places.next();
      if (!failed.contains(place.input())) {
        ahead.add(new Opened(place));
      }
    }
    InParallel.forEach(List.copyOf(ahead), opened -> opened.open(listing));
  }

  /** The next objects: so many or, of one export task, more; fewer at the end. */
  List<Fed> next(int most) {
    List<Fed> fed = new ArrayList<>();
    while (fed.size() < most && hasMore()) {
      Opened opened = ahead.getFirst();
      add(opened.place, opened.next(most - fed.size()), fed);
      if (opened.failure != null) {
        fail(opened.place.input(), opened.failure);
      } else if (opened.isOver()) {
        ahead.removeFirst();
        opened.place.listed();
      }
    }
    return fed;
  }

  private void add(Place place, Listing some, List<Fed> fed) {
    ignored += some.ignored();
    Map<TaskFolder, ExportFolder> tasks = tasks(place.input(), some);
    DateFolder folder = place.folder();
    for (InputObject object : some.objects()) {
      if (folder != null) {
        folder.listed();
      }
      ExportFolder task = tasks.isEmpty() ? null : object.task().map(tasks::get).orElse(null);
      fed.add(new Fed(new Listed(place.input(), object, task), folder));
    }
  }

  private void fail(IngestInput input, Exception failure) {
    failures.add(new InputFailure(input.path(), failure));
    failed.add(input);
    ahead.removeIf(other -> other.place.input().equals(input));
  }

  /** The folders of export tasks, if it matters whether those are over. */
  private static Map<TaskFolder, ExportFolder> tasks(IngestInput input, Listing some) {
    Map<TaskFolder, ExportFolder> folders = new HashMap<>();
    if (!input.quietFor().isZero()) {
      some.tasks()
          .forEach(
              (task, newest) ->
                  folders.put(
                      task, new ExportFolder(task, input.source(), newest, input.quietFor())));
    }
    return folders;
  }

  /** How many files of those that were listed are no data. */
  int ignored() {
    return ignored;
  }

  /** What could not be listed. */
  List<InputFailure> failures() {
    return List.copyOf(failures);
  }

  /** A place whose listing has begun. */
  private static final class Opened {
    private final Place place;
    private @Nullable OpenListing listing;
    private @Nullable Listing head;
    private @Nullable Exception failure;

    Opened(Place place) {
      this.place = place;
    }

    void open(PrefixListing prefixes) {
      try {
        listing = place.open(prefixes);
        head = listing.next(HEAD);
      } catch (MissingInputException | IOException e) {
        failure = e;
      }
    }

    /** What is listed already, then as much as is asked for. */
    Listing next(int most) {
      Listing some = head;
      head = null;
      try {
        return some != null ? some : listing == null ? Listing.EMPTY : listing.next(most);
      } catch (IOException e) {
        failure = e;
        return Listing.EMPTY;
      }
    }

    boolean isOver() {
      try {
        return head == null && (listing == null || listing.isAtEnd());
      } catch (IOException e) {
        failure = e;
        return false;
      }
    }
  }
}
