package io.firn.sandbox;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/** The export tasks of an account and Region; one at most is not over. */
final class ExportTasks {
  private static final int PAGE = 50;
  private static final String WRITE_TEST = "aws-logs-write-test";
  private static final String WRITE_TEST_BODY = "Permission Check Successful";
  private static final ExportRequest RIVALS_REQUEST =
      new ExportRequest("someone-elses-export", "/other/team", null, 0, 0, "other-exports", null);

  private final AccountRegion place;
  private final Clock clock;
  private final SandboxSettings settings;
  private final LogGroups groups;
  private final Faults faults;
  private final ExportSink sink;
  private final Buckets buckets;
  private final ExportSelection selection;
  private final SplittableRandom random;

  /** The newest is the last. */
  private final List<ExportTask> tasks = new ArrayList<>();

  ExportTasks(AccountRegion place, Exporting exporting, LogGroups groups, Faults faults) {
    this.place = place;
    this.clock = exporting.clock();
    this.settings = exporting.settings();
    this.sink = exporting.sink();
    this.buckets = exporting.buckets();
    this.groups = groups;
    this.faults = faults;
    this.selection = new ExportSelection(settings);
    this.random = new SplittableRandom(settings.seed() * 31 + place.hashCode());
  }

  String create(ExportRequest request) {
    faults.takeRival().ifPresent(this::occupy);
    request.check();
    StoredGroup group = groups.named(request.group());
    if (group.logClass() != GroupClass.STANDARD) {
      throw AwsErrors.notExportable(group.logClass());
    }
    if (request.to() < group.created()) {
      throw AwsErrors.beforeCreation();
    }
    if (active().isPresent()) {
      throw AwsErrors.limitExceeded();
    }
    buckets.check(request.bucket(), place);
    sink.write(writeTest(request), WRITE_TEST_BODY);
    int number = tasks.size();
    return add(request, settings.taskTimes().pending(number)).id();
  }

  private ObjectName writeTest(ExportRequest request) {
    return new ObjectName(
        request.bucket(),
        switch (settings.writeTestPlace()) {
          case UNDER_THE_PREFIX -> request.prefixOrDefault() + "/" + WRITE_TEST;
          case BUCKET_ROOT -> WRITE_TEST;
        });
  }

  private ExportTask add(ExportRequest request, Duration pending) {
    String id = new UUID(random.nextLong(), random.nextLong()).toString();
    ExportTask task = new ExportTask(id, tasks.size(), request, clock.instant(), pending);
    tasks.add(task);
    return task;
  }

  /** Another exporter takes the slot; false if it is taken. */
  boolean occupy(Duration time) {
    if (active().isPresent()) {
      return false;
    }
    add(RIVALS_REQUEST, Duration.ZERO).run(time);
    return true;
  }

  void cancel(String id) {
    ExportTask task =
        tasks.stream()
            .filter(candidate -> candidate.id().equals(Checks.text("taskId", id)))
            .findFirst()
            .orElseThrow(AwsErrors::noTask);
    if (task.status().isFinal()) {
      throw AwsErrors.taskFinished();
    }
    if (task.status() != TaskStatus.PENDING_CANCEL) {
      task.cancel(clock.instant());
    }
  }

  /** The newest first. */
  Page<ExportTaskView> describe(TaskQuery query) {
    Instant moment = clock.instant().minus(faults.describeLag());
    Optional<String> last = PageToken.last(query.nextToken());
    List<ExportTaskView> following = new ArrayList<>();
    boolean passed = last.isEmpty();
    for (int i = tasks.size() - 1; i >= 0; i--) {
      ExportTask task = tasks.get(i);
      if (passed && task.isThereAt(moment)) {
        ExportTaskView view = task.view(moment);
        if (query.asksFor(view)) {
          following.add(view);
        }
      }
      passed |= last.isPresent() && task.id().equals(last.get());
    }
    return Page.firstOf(following, Checks.limit(query.limit(), PAGE), ExportTaskView::id);
  }

  Optional<ExportTask> active() {
    return tasks.isEmpty() || tasks.get(tasks.size() - 1).status().isFinal()
        ? Optional.empty()
        : Optional.of(tasks.get(tasks.size() - 1));
  }

  /** Takes all steps that are due. */
  void settle() {
    Instant now = clock.instant();
    for (Optional<ExportTask> due = due(now); due.isPresent(); due = due(now)) {
      step(due.get());
    }
  }

  private Optional<ExportTask> due(Instant now) {
    return active().filter(task -> !task.nextChange().isAfter(now));
  }

  private void step(ExportTask task) {
    if (task.status() == TaskStatus.PENDING) {
      start(task);
      return;
    }
    if (task.isToComplete()) {
      write(task, task.unwritten().size());
    }
    task.end();
  }

  private void start(ExportTask task) {
    TaskFault fault = faults.nextTask();
    Optional<StoredGroup> group = groups.find(task.request().group());
    List<StoredEvent> events =
        group.isEmpty()
            ? List.of()
            : selection.events(group.get(), task.request(), task.nextChange());
    long bytes = events.stream().mapToLong(StoredEvent::bytes).sum();
    task.leave(layout(task).parts(events));
    task.run(fault.running().orElseGet(() -> settings.taskTimes().running(task.number(), bytes)));
    if (group.isEmpty()) {
      task.endAs(Ending.failed(String.valueOf(AwsErrors.noGroup().getMessage())));
    }
    fault.ending().ifPresent(task::endAs);
    write(task, task.unwritten().size() / 2);
  }

  private PartLayout layout(ExportTask task) {
    ExportRequest request = task.request();
    String start = request.prefixOrDefault() + "/" + task.id();
    return new PartLayout(request.bucket(), start, settings.partBytes(), random.split());
  }

  /** Writes the first of what is left; where that fails, so does the task. */
  private void write(ExportTask task, int count) {
    List<ExportPart> parts = task.unwritten();
    try {
      for (ExportPart part : parts.subList(0, count)) {
        buckets
            .refusal(part.object().bucket())
            .ifPresent(
                refusal -> {
                  throw refusal.error();
                });
        sink.write(part);
      }
      task.leave(parts.subList(count, parts.size()));
    } catch (UncheckedIOException | AwsException e) {
      task.endAs(Ending.failed(String.valueOf(e.getMessage())));
    }
  }
}
