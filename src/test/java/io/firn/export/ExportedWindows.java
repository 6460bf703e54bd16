package io.firn.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.ExportWindow;
import io.firn.ExportWindow.Purpose;
import io.firn.LogGroup;
import io.firn.landing.LandedPart;
import io.firn.landing.WindowMarker;
import io.firn.sandbox.ExportTaskView;
import io.firn.sandbox.InputEvent;
import io.firn.sandbox.Page;
import io.firn.sandbox.StoredEvent;
import io.firn.sandbox.TaskQuery;
import io.firn.sandbox.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was exported, against what was put. */
final class ExportedWindows {
  private final ExportWorld world;
  private final String context;
  private final SlotIndex index;
  private final Map<String, List<WindowMarker>> markers = new HashMap<>();

  /**
   * All that is there now.
   *
   * @param context of messages, such as the seed
   */
  ExportedWindows(ExportWorld world, String context) {
    this.world = world;
    this.context = context;
    this.index = world.index();
    world
        .markers()
        .forEach(
            marker ->
                markers
                    .computeIfAbsent(marker.group().name(), first -> new ArrayList<>())
                    .add(marker));
  }

  /** Each group's windows follow each other without a hole, and hold what was put, once. */
  void assertComplete() {
    world.groups().forEach(this::assertComplete);
  }

  private void assertComplete(String group) {
    List<Span> covered = new ArrayList<>();
    windows(group, Purpose.EXPORT)
        .forEach(window -> covered.add(new Span(window.from(), window.to())));
    GroupProgress progress = index.groups().get(new LogGroup(group)).progress();
    progress.gaps().stream()
        .filter(gap -> gap.reason() != Gap.Reason.EXPIRED_MEANWHILE)
        .forEach(gap -> covered.add(new Span(gap.from(), gap.to())));
    progress.history().forEach(covered::add);
    covered.sort(Comparator.comparing(Span::from));
    for (int i = 1; i < covered.size(); i++) {
      assertThat(covered.get(i).from())
          .as("%s: %s after %s, %s", group, covered.get(i), covered.get(i - 1), context)
          .isEqualTo(covered.get(i - 1).to().plusMillis(1));
    }
    if (!covered.isEmpty()) {
      assertThat(covered.get(covered.size() - 1).to().plusMillis(1))
          .as("%s, %s", group, context)
          .isEqualTo(progress.watermark());
    }
    assertThat(exported(group, Purpose.EXPORT))
        .as("%s, %s", group, context)
        .isEqualTo(expected(group));
  }

  private List<ExportWindow> windows(String group, Purpose purpose) {
    return markers.getOrDefault(group, List.of()).stream()
        .map(WindowMarker::window)
        .filter(window -> window.purpose() == purpose)
        .toList();
  }

  private List<String> exported(String group, Purpose purpose) {
    List<String> found = new ArrayList<>();
    for (WindowMarker marker : markers.getOrDefault(group, List.of())) {
      if (marker.window().purpose() == purpose) {
        for (LandedPart part : marker.parts()) {
          for (StoredEvent event : world.exports.events(marker.bucket(), part.key())) {
            if (!mayHaveExpired(group, event.timestamp())) {
              found.add(event.timestamp() + " " + event.message());
            }
          }
        }
      }
    }
    return found.stream().sorted().toList();
  }

  private List<String> expected(String group) {
    List<ExportWindow> windows = windows(group, Purpose.EXPORT);
    return world.events(group).stream()
        .filter(event -> isIn(windows, event) && !mayHaveExpired(group, event.timestamp()))
        .map(event -> event.timestamp() + " " + event.message())
        .sorted()
        .toList();
  }

  private boolean mayHaveExpired(String group, long timestamp) {
    Instant time = Instant.ofEpochMilli(timestamp);
    return index.groups().get(new LogGroup(group)).progress().gaps().stream()
        .filter(gap -> gap.reason() == Gap.Reason.EXPIRED_MEANWHILE)
        .anyMatch(gap -> !time.isBefore(gap.from()) && !time.isAfter(gap.to()));
  }

  private static boolean isIn(List<ExportWindow> windows, InputEvent event) {
    Instant time = Instant.ofEpochMilli(event.timestamp());
    return windows.stream()
        .anyMatch(window -> !time.isBefore(window.from()) && !time.isAfter(window.to()));
  }

  /** Rechecks are of windows that were exported, whole ones. */
  void assertRechecksAreOfExportedWindows() {
    for (String group : world.groups()) {
      Set<Instant> starts = new HashSet<>();
      Set<Instant> ends = new HashSet<>();
      windows(group, Purpose.EXPORT)
          .forEach(
              window -> {
                starts.add(window.from());
                ends.add(window.to());
              });
      for (ExportWindow recheck : windows(group, Purpose.RECHECK)) {
        assertThat(starts).as("%s, %s", group, context).contains(recheck.from());
        assertThat(ends).as("%s, %s", group, context).contains(recheck.to());
      }
    }
  }

  int rechecks() {
    return world.groups().stream().mapToInt(group -> windows(group, Purpose.RECHECK).size()).sum();
  }

  /** No two tasks have a name, and what a task exported is what a marker tells. */
  void assertNoTaskIsDoubleOrLost() {
    Set<String> names = new HashSet<>();
    Set<String> marked = new HashSet<>();
    markers.values().forEach(list -> list.forEach(marker -> marked.add(marker.task().id())));
    String current = world.slot().task().orElse("none");
    for (ExportTaskView task : tasks()) {
      String name = String.valueOf(task.request().taskName());
      if (name.startsWith("firn-")) {
        assertThat(names.add(name)).as("%s, %s", name, context).isTrue();
        boolean toBeMarked = task.status() == TaskStatus.COMPLETED && !task.id().equals(current);
        if (toBeMarked && world.slot().window().filter(i -> i.taskName().equals(name)).isEmpty()) {
          assertThat(marked).as("%s, %s", name, context).contains(task.id());
        }
      }
    }
  }

  /** How much of the time another exporter had the slot. */
  double sharedOut() {
    long rivals =
        tasks().stream()
            .filter(task -> !String.valueOf(task.request().taskName()).startsWith("firn-"))
            .filter(task -> task.completionTime() != null)
            .mapToLong(task -> task.completionTime() - task.creationTime())
            .sum();
    return (double) rivals / Duration.between(ExportWorld.START, world.clock.instant()).toMillis();
  }

  private List<ExportTaskView> tasks() {
    List<ExportTaskView> all = new ArrayList<>();
    TaskQuery query = TaskQuery.all();
    Page<ExportTaskView> page;
    do {
      world.clock.advance(Duration.ofSeconds(1));
      page = world.logs.describeExportTasks(query);
      all.addAll(page.items());
      query = query.from(page.nextToken());
    } while (page.nextToken() != null);
    return all;
  }
}
