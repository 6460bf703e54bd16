package io.firn.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * CloudWatch Logs of one account and Region: its operations, as clients call them, and what only
 * tests can do. Each operation counts against its quota and meets the {@link #faults}.
 */
public final class RegionalLogs {
  /** Expired events are not told from the first moment on; this only frees their memory. */
  private static final long SWEEP_MILLIS = Duration.ofHours(1).toMillis();

  private final AccountRegion place;
  private final Clock clock;
  private final CallRates rates;
  private final Faults faults;
  private final LogGroups groups;
  private final LogEvents events;
  private final ExportTasks tasks;
  private long swept;

  RegionalLogs(AccountRegion place, Exporting exporting) {
    this.place = place;
    this.clock = exporting.clock();
    this.rates = new CallRates(exporting.settings().quotas(), clock);
    this.faults = new Faults(place);
    this.groups = new LogGroups(place, clock);
    this.events = new LogEvents(groups, clock);
    this.tasks = new ExportTasks(place, exporting, groups, faults);
  }

  public AccountRegion place() {
    return place;
  }

  public Faults faults() {
    return faults;
  }

  public void createLogGroup(String group, GroupClass logClass) {
    run(Operation.CREATE_LOG_GROUP, () -> groups.create(group, logClass));
  }

  public void deleteLogGroup(String group) {
    run(Operation.DELETE_LOG_GROUP, () -> groups.delete(group));
  }

  public void putRetentionPolicy(String group, int days) {
    run(Operation.PUT_RETENTION_POLICY, () -> groups.keep(group, days));
  }

  public void deleteRetentionPolicy(String group) {
    run(Operation.DELETE_RETENTION_POLICY, () -> groups.keepForEver(group));
  }

  public Page<LogGroupView> describeLogGroups(GroupQuery query) {
    return call(Operation.DESCRIBE_LOG_GROUPS, () -> groups.describe(query));
  }

  public void createLogStream(String group, String stream) {
    run(Operation.CREATE_LOG_STREAM, () -> groups.createStream(group, stream));
  }

  public void deleteLogStream(String group, String stream) {
    run(Operation.DELETE_LOG_STREAM, () -> groups.deleteStream(group, stream));
  }

  public Page<LogStreamView> describeLogStreams(StreamQuery query) {
    return call(Operation.DESCRIBE_LOG_STREAMS, () -> groups.describeStreams(query));
  }

  public RejectedEvents putLogEvents(String group, String stream, List<InputEvent> batch) {
    return call(Operation.PUT_LOG_EVENTS, () -> events.put(group, stream, batch));
  }

  public Page<StoredEvent> filterLogEvents(EventQuery query) {
    return call(
        Operation.FILTER_LOG_EVENTS,
        () ->
            faults.takeEmptyPage()
                ? new Page<>(List.of(), EmptyPage.before(query.nextToken()))
                : events.filter(query.from(EmptyPage.following(query.nextToken()))));
  }

  public StreamPage getLogEvents(StreamRead read) {
    return call(Operation.GET_LOG_EVENTS, () -> events.read(read));
  }

  /** The new task's id. */
  public String createExportTask(ExportRequest request) {
    return call(Operation.CREATE_EXPORT_TASK, () -> tasks.create(request));
  }

  /** The newest first. */
  public Page<ExportTaskView> describeExportTasks(TaskQuery query) {
    return call(Operation.DESCRIBE_EXPORT_TASKS, () -> tasks.describe(query));
  }

  public void cancelExportTask(String taskId) {
    run(Operation.CANCEL_EXPORT_TASK, () -> tasks.cancel(taskId));
  }

  /** The answers to several queries; none of a group that does not exist has a point. */
  public List<List<MetricPoint>> metricData(List<MetricQuery> queries) {
    return call(Operation.GET_METRIC_DATA, () -> queries.stream().map(this::sums).toList());
  }

  private List<MetricPoint> sums(MetricQuery query) {
    List<List<MetricPoint>> ofGroups = new ArrayList<>();
    for (StoredGroup group : groups.all()) {
      if (query.group() == null || group.name().equals(query.group())) {
        ofGroups.add(group.counts().sums(query));
      }
    }
    return MetricPoint.added(ofGroups);
  }

  /** Takes the export slot for a time, as another exporter would; false if it is taken. */
  public synchronized boolean occupySlot(Duration time) {
    tasks.settle();
    return tasks.occupy(time);
  }

  /** Makes a group of the class STANDARD, whatever the quota; false if there is one. */
  public synchronized boolean ensureLogGroup(String group) {
    if (groups.find(group).isPresent()) {
      return false;
    }
    groups.create(group, GroupClass.STANDARD);
    return true;
  }

  /** All groups by name, whatever the quota. */
  public synchronized List<LogGroupView> groupsHere() {
    List<LogGroupView> views = new ArrayList<>();
    groups.all().forEach(group -> views.add(group.view(place)));
    return views;
  }

  /** Makes a group older than it is. */
  public synchronized void backdate(String group, Instant creation) {
    groups.named(group).backdate(creation.toEpochMilli());
  }

  /**
   * Takes events of any age as if each had been put at its own time, outside of all limits; makes
   * the stream if there is none.
   */
  public synchronized void putPastEvents(String group, String stream, List<InputEvent> batch) {
    events.putPast(group, stream, batch);
  }

  /** Takes all steps that are due: tasks first, then, now and then, what has expired goes. */
  synchronized void settle() {
    tasks.settle();
    long now = clock.millis();
    if (now - swept >= SWEEP_MILLIS) {
      groups.all().forEach(group -> group.expire(now));
      swept = now;
    }
  }

  private void run(Operation operation, Runnable work) {
    call(
        operation,
        () -> {
          work.run();
          return true;
        });
  }

  private synchronized <T> T call(Operation operation, Supplier<T> work) {
    admit(operation);
    settle();
    T answer = work.get();
    faults.after(operation);
    return answer;
  }

  /** Counts a call that is answered elsewhere, and has it meet its faults. */
  public void admit(Operation operation) {
    synchronized (this) {
      rates.admit(operation);
    }
    faults.before(operation);
  }
}
