package io.firn.export;

import io.firn.AccountRegion;
import io.firn.ExportWindow;
import io.firn.LogGroup;
import io.firn.landing.LandingLayout;
import io.firn.landing.Lane;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the task that was at work when state was lost, by its name and prefix: they say all that
 * its intent did.
 */
final class OrphanSearch {
  private final CloudWatchLogs logs;
  private final AccountRegion place;
  private final LandingLayout layout;

  OrphanSearch(CloudWatchLogs logs, AccountRegion place, LandingLayout layout) {
    this.logs = logs;
    this.place = place;
    this.layout = layout;
  }

  /**
   * A slot that goes on with it.
   *
   * @param known what is marked already
   * @param groups those that are there
   */
  Optional<Slot> find(Collection<KnownWindow> known, Map<LogGroup, GroupFacts> groups) {
    Set<String> marked =
        known.stream().map(window -> window.task().id()).collect(Collectors.toSet());
    return tasks().stream()
        .filter(task -> mayHaveExported(task) && !marked.contains(task.id()))
        .sorted(Comparator.comparing(DescribedTask::created).reversed())
        .map(task -> slot(task, groups))
        .flatMap(Optional::stream)
        .findFirst()
        .filter(slot -> isNew(slot, known));
  }

  private static boolean mayHaveExported(DescribedTask task) {
    return task.status() != TaskStatus.FAILED && task.status() != TaskStatus.CANCELLED;
  }

  private List<DescribedTask> tasks() {
    List<DescribedTask> all = new ArrayList<>();
    @Nullable String page = null;
    do {
      CloudWatchLogs.Page<DescribedTask> some = logs.tasks(null, page);
      all.addAll(some.items());
      page = some.next();
    } while (page != null);
    return all;
  }

  private Optional<Slot> slot(DescribedTask task, Map<LogGroup, GroupFacts> groups) {
    LogGroup group = new LogGroup(task.group());
    GroupFacts facts = groups.get(group);
    if (facts == null || !task.bucket().equals(layout.bucket())) {
      return Optional.empty();
    }
    return layout
        .parsed(place, group, task.prefix())
        .flatMap(attempt -> intent(task, group, facts, attempt))
        .map(intent -> new Slot(intent, task.id(), null, null, null));
  }

  private Optional<Intent> intent(
      DescribedTask task, LogGroup group, GroupFacts facts, LandingLayout.Attempt attempt) {
    // Of an older group of that name.
    if (task.created().isBefore(facts.created())) {
      return Optional.empty();
    }
    return TaskName.lane(String.valueOf(task.name()), attempt.name())
        .map(lane -> intent(task, group, facts, attempt, lane));
  }

  private Intent intent(
      DescribedTask task,
      LogGroup group,
      GroupFacts facts,
      LandingLayout.Attempt attempt,
      Lane lane) {
    return new Intent(
        group,
        new ExportWindow(facts.generation(), attempt.from(), attempt.to(), lane.purpose()),
        lane,
        0,
        attempt.name(),
        task.bucket(),
        task.prefix(),
        task.created());
  }

  /** A task that was given up has had its window exported by another one since. */
  private static boolean isNew(Slot slot, Collection<KnownWindow> known) {
    return slot.window().stream()
        .allMatch(
            intent ->
                known.stream()
                    .filter(window -> window.group().equals(intent.group()))
                    .filter(window -> window.lane().equals(intent.lane()) || !isRecheck(intent))
                    .noneMatch(window -> isSame(window.window(), intent.window())));
  }

  private static boolean isRecheck(Intent intent) {
    return intent.lane().kind() == Lane.Kind.RECHECK;
  }

  private static boolean isSame(ExportWindow known, ExportWindow window) {
    return known.purpose() == window.purpose() && known.overlaps(window);
  }
}
