package io.firn.landing;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.util.functional.RemoteIterators;
import org.jspecify.annotations.Nullable;

/** A listing that goes on as far as it is asked to; one thread at a time. */
public final class OpenListing {
  private static final String WRITE_TEST = "aws-logs-write-test";

  private final Path root;
  private final RemoteIterator<? extends FileStatus> found;
  private @Nullable Entry next;

  OpenListing(Path root, RemoteIterator<? extends FileStatus> found) {
    this.root = root;
    this.found = found;
  }

  /** Of what holds nothing. */
  public static OpenListing none() {
    return new OpenListing(
        new Path("/"), RemoteIterators.remoteIteratorFromIterable(List.<FileStatus>of()));
  }

  private record Entry(InputObject object, Optional<TaskFolder> task, Instant written) {}

  /**
   * The next objects; none if there are no more.
   *
   * @param most how many, but those of one export task come together, if they stand together
   */
  public Listing next(int most) throws IOException {
    List<InputObject> objects = new ArrayList<>();
    Map<TaskFolder, Instant> tasks = new HashMap<>();
    int ignored = 0;
    Optional<TaskFolder> last = Optional.empty();
    while (next != null || found.hasNext()) {
      Entry entry = next;
      if (entry == null) {
        FileStatus file = found.next();
        if (isIgnored(file.getPath())) {
          ignored++;
          continue;
        }
        entry = entry(file);
      }
      if (objects.size() >= most && (entry.task.isEmpty() || !entry.task.equals(last))) {
        next = entry;
        break;
      }
      next = null;
      last = entry.task;
      objects.add(entry.object);
      Instant written = entry.written;
      entry.task.ifPresent(task -> tasks.merge(task, written, OpenListing::later));
    }
    return new Listing(objects, tasks, ignored);
  }

  /** Whether there is nothing more. */
  public boolean isAtEnd() throws IOException {
    return next == null && !found.hasNext();
  }

  private static Entry entry(FileStatus file) {
    InputObject object = PrefixListing.object(file);
    return new Entry(object, object.task(), Instant.ofEpochMilli(file.getModificationTime()));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isBefore(other) ? other : one;
  }

  private boolean isIgnored(Path file) {
    if (file.getName().equals(WRITE_TEST)) {
      return true;
    }
    for (Path step = file; step != null && !step.equals(root); step = step.getParent()) {
      if (step.getName().startsWith(".") || step.getName().startsWith("_")) {
        return true;
      }
    }
    return false;
  }
}
