package io.firn.export;

import io.firn.LogGroup;
import io.firn.export.CloudWatchLogsException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Asks again where the service refused a call as one too many, or did not answer. A task is never
 * asked for twice: whether there is one has to be found out.
 */
final class PatientLogs implements CloudWatchLogs {
  private static final int TRIES = 8;
  private static final long FIRST_PAUSE_MILLIS = 400;
  private static final long LONGEST_PAUSE_MILLIS = 5000;

  private final CloudWatchLogs logs;
  private final Pause pause;
  private final RandomGenerator random;

  PatientLogs(CloudWatchLogs logs, Pause pause, RandomGenerator random) {
    this.logs = logs;
    this.pause = pause;
    this.random = random;
  }

  @Override
  public Page<DescribedGroup> groups(@Nullable String page) {
    return patiently(() -> logs.groups(page));
  }

  @Override
  public Map<LogGroup, Double> incomingBytes(List<LogGroup> groups, Instant from, Instant to) {
    return patiently(() -> logs.incomingBytes(groups, from, to));
  }

  @Override
  public String createTask(TaskRequest request) {
    return logs.createTask(request);
  }

  @Override
  public Page<DescribedTask> tasks(@Nullable TaskStatus status, @Nullable String page) {
    return patiently(() -> logs.tasks(status, page));
  }

  @Override
  public Optional<DescribedTask> task(String id) {
    return patiently(() -> logs.task(id));
  }

  @Override
  public Page<Instant> events(LogGroup group, Instant from, Instant to, @Nullable String page) {
    return patiently(() -> logs.events(group, from, to, page));
  }

  private <T> T patiently(Supplier<T> call) {
    for (int tries = 1; ; tries++) {
      try {
        return call.get();
      } catch (CloudWatchLogsException e) {
        boolean passes = e.kind() == Kind.THROTTLED || e.kind() == Kind.UNKNOWN;
        if (!passes || tries == TRIES) {
          throw e;
        }
        pause.sleep(length(tries));
      }
    }
  }

  /** Twice as long each time, and never the same for two callers. */
  private Duration length(int tries) {
    long most = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << (tries - 1));
    return Duration.ofMillis(most / 2 + random.nextLong(most / 2 + 1));
  }
}
