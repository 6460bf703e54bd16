package io.firn.sandbox;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** What is to go wrong in an account and Region. All of it ends with {@link #clear}. */
public final class Faults {
  private final AccountRegion place;
  private final Map<Operation, Deque<RuntimeException>> refusals = new EnumMap<>(Operation.class);
  private final Map<Operation, AwsException> standing = new EnumMap<>(Operation.class);
  private final Map<Operation, Integer> lostAnswers = new EnumMap<>(Operation.class);
  private final Deque<TaskFault> tasks = new ArrayDeque<>();
  private Duration describeLag = Duration.ZERO;
  private Optional<Duration> rival = Optional.empty();
  private int emptyPages;

  Faults(AccountRegion place) {
    this.place = place;
  }

  /** The next calls are refused as too many. */
  public void throttle(Operation operation, int calls) {
    refuse(operation, AwsErrors.throttled(), calls);
  }

  /** The next calls are refused with an error. */
  public synchronized void refuse(Operation operation, AwsException error, int calls) {
    for (int i = 0; i < calls; i++) {
      refusals.computeIfAbsent(operation, first -> new ArrayDeque<>()).addLast(error);
    }
  }

  /** All calls are refused for want of permission, until {@link #allow}. */
  public synchronized void deny(Operation operation) {
    String resource = operation.isOfLogs() ? place.logGroupArn("*") : "*";
    standing.put(operation, AwsErrors.accessDenied(place, operation, resource));
  }

  public synchronized void allow(Operation operation) {
    standing.remove(operation);
  }

  /** The next calls break before they are done. */
  public synchronized void loseRequest(Operation operation, int calls) {
    for (int i = 0; i < calls; i++) {
      refusals
          .computeIfAbsent(operation, first -> new ArrayDeque<>())
          .addLast(new LostAnswerException(operation));
    }
  }

  /** The next calls are done, and break before the answer. */
  public synchronized void loseAnswer(Operation operation, int calls) {
    lostAnswers.merge(operation, calls, Integer::sum);
  }

  /** A coming task fails, half of its objects written; one call, one task. */
  public synchronized void failNextTask(String message) {
    tasks.addLast(TaskFault.failing(message));
  }

  /** A coming task runs so long; one that would run more than 24 hours is timed out then. */
  public synchronized void nextTaskRuns(Duration time) {
    tasks.addLast(TaskFault.lasting(time));
  }

  /** DescribeExportTasks tells what was so long ago; newer tasks are not there yet. */
  public synchronized void describeLate(Duration lag) {
    describeLag = lag;
  }

  /** Another exporter takes the slot, for a time, just before the next CreateExportTask. */
  public synchronized void rivalBeforeNextCreate(Duration time) {
    rival = Optional.of(time);
  }

  /** The next pages of FilterLogEvents are empty, with a token for the next one. */
  public synchronized void emptyFilterPages(int pages) {
    emptyPages = pages;
  }

  /** Nothing goes wrong any more. */
  public synchronized void clear() {
    refusals.clear();
    standing.clear();
    lostAnswers.clear();
    tasks.clear();
    describeLag = Duration.ZERO;
    rival = Optional.empty();
    emptyPages = 0;
  }

  /** Throws what a call is to meet before it is done. */
  synchronized void before(Operation operation) {
    Deque<RuntimeException> waiting = refusals.get(operation);
    if (waiting != null && !waiting.isEmpty()) {
      throw fresh(waiting.removeFirst());
    }
    if (standing.containsKey(operation)) {
      throw fresh(standing.get(operation));
    }
  }

  /** Each caller gets an exception of its own. */
  private static RuntimeException fresh(RuntimeException fault) {
    return fault instanceof AwsException error
        ? new AwsException(error.code(), String.valueOf(error.getMessage()))
        : fault;
  }

  /** Throws what a call is to meet once it is done. */
  synchronized void after(Operation operation) {
    int left = lostAnswers.getOrDefault(operation, 0);
    if (left > 0) {
      lostAnswers.put(operation, left - 1);
      throw new LostAnswerException(operation);
    }
  }

  synchronized TaskFault nextTask() {
    return tasks.isEmpty() ? TaskFault.NONE : tasks.removeFirst();
  }

  synchronized Duration describeLag() {
    return describeLag;
  }

  synchronized Optional<Duration> takeRival() {
    Optional<Duration> taken = rival;
    rival = Optional.empty();
    return taken;
  }

  synchronized boolean takeEmptyPage() {
    boolean empty = emptyPages > 0;
    emptyPages -= empty ? 1 : 0;
    return empty;
  }
}
