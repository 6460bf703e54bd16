package io.firn.export;

import io.firn.landing.LandedPart;
import io.firn.landing.LandingZone;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds tasks that nobody has noted the id of. */
final class TaskSearch {
  /** The service's clock and the driver's may differ by so much. */
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

  private static final String WRITE_TEST = "aws-logs-write-test";
  private static final List<TaskStatus> ACTIVE =
      List.of(TaskStatus.RUNNING, TaskStatus.PENDING, TaskStatus.PENDING_CANCEL);

  private final CloudWatchLogs logs;
  private final LandingZone landing;

  TaskSearch(CloudWatchLogs logs, LandingZone landing) {
    this.logs = logs;
    this.landing = landing;
  }

  /** A task, and how it was found. */
  record Found(DescribedTask task, FoundBy by) {}

  /** The task of an intent: among those that are not over, by what it wrote, among all. */
  Optional<Found> of(Intent intent) {
    return active(intent::isOf)
        .map(task -> new Found(task, FoundBy.NAME))
        .or(() -> byObjects(intent).map(task -> new Found(task, FoundBy.OBJECTS)))
        .or(
            () ->
                first(null, intent::isOf, intent.at().minus(CLOCKS_DIFFER))
                    .map(task -> new Found(task, FoundBy.HISTORY)));
  }

  /** Whoever has the slot. */
  Optional<DescribedTask> holder() {
    return active(task -> true);
  }

  private Optional<DescribedTask> active(Predicate<DescribedTask> wanted) {
    for (TaskStatus status : ACTIVE) {
      Optional<DescribedTask> found = first(status, wanted, Instant.MIN);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** Pages on until a page has only tasks that are too old. */
  private Optional<DescribedTask> first(
      @Nullable TaskStatus status, Predicate<DescribedTask> wanted, Instant oldest) {
    String page = null;
    do {
      CloudWatchLogs.Page<DescribedTask> tasks = logs.tasks(status, page);
      Optional<DescribedTask> found = tasks.items().stream().filter(wanted).findFirst();
      if (found.isPresent()) {
        return found;
      }
      boolean tooOld =
          !tasks.items().isEmpty()
              && tasks.items().stream().allMatch(task -> task.created().isBefore(oldest));
      page = tooOld ? null : tasks.next();
    } while (page != null);
    return Optional.empty();
  }

  /** The first path element below an attempt's prefix is its task's id. */
  private Optional<DescribedTask> byObjects(Intent intent) {
    String start = intent.prefix() + "/";
    Set<String> names = new LinkedHashSet<>();
    for (LandedPart object : landing.list(intent.bucket(), start)) {
      names.add(object.key().substring(start.length()).replaceFirst("/.*", ""));
    }
    names.remove(WRITE_TEST);
    return names.stream()
        .map(logs::task)
        .flatMap(Optional::stream)
        .filter(intent::isOf)
        .findFirst();
  }
}
