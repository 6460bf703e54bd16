package io.firn.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An export task with its history; {@link ExportTasks} drives it. */
final class ExportTask {
  private static final Duration CANCELLING = Duration.ofSeconds(5);
  private static final Duration TIME_OUT = Duration.ofHours(24);

  private record Step(Instant at, TaskStatus status, String message) {}

  private final String id;
  private final int number;
  private final ExportRequest request;
  private final List<Step> steps = new ArrayList<>();
  private Instant nextChange;
  private Ending ending = Ending.COMPLETED;
  private List<ExportPart> unwritten = List.of();

  ExportTask(String id, int number, ExportRequest request, Instant created, Duration pending) {
    this.id = id;
    this.number = number;
    this.request = request;
    this.nextChange = created.plus(pending);
    steps.add(new Step(created, TaskStatus.PENDING, "Pending"));
  }

  String id() {
    return id;
  }

  int number() {
    return number;
  }

  ExportRequest request() {
    return request;
  }

  /** When the task changes by itself. */
  Instant nextChange() {
    return nextChange;
  }

  TaskStatus status() {
    return last().status();
  }

  private Step last() {
    return steps.get(steps.size() - 1);
  }

  /** The objects that it still has to write. */
  List<ExportPart> unwritten() {
    return unwritten;
  }

  void leave(List<ExportPart> parts) {
    unwritten = List.copyOf(parts);
  }

  boolean isToComplete() {
    return ending.status() == TaskStatus.COMPLETED;
  }

  void run(Duration running) {
    boolean inTime = running.compareTo(TIME_OUT) <= 0;
    enter(TaskStatus.RUNNING, "Started Successfully", inTime ? running : TIME_OUT);
    if (!inTime) {
      endAs(Ending.TIMED_OUT);
    }
  }

  void cancel(Instant now) {
    nextChange = now;
    endAs(Ending.CANCELLED);
    enter(TaskStatus.PENDING_CANCEL, "Cancelling", CANCELLING);
  }

  private void enter(TaskStatus status, String message, Duration time) {
    steps.add(new Step(nextChange, status, message));
    nextChange = nextChange.plus(time);
  }

  /** What it comes to when its time is over. */
  void endAs(Ending other) {
    ending = other;
  }

  void end() {
    steps.add(new Step(nextChange, ending.status(), ending.message()));
    unwritten = List.of();
  }

  boolean isThereAt(Instant moment) {
    return !steps.get(0).at().isAfter(moment);
  }

  /** The task as it was at a moment. */
  ExportTaskView view(Instant moment) {
    Step current = steps.get(0);
    for (Step step : steps) {
      current = step.at().isAfter(moment) ? current : step;
    }
    return new ExportTaskView(
        id,
        request,
        current.status(),
        current.message(),
        steps.get(0).at().toEpochMilli(),
        current.status().isFinal() ? current.at().toEpochMilli() : null);
  }
}
