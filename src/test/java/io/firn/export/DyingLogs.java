package io.firn.export;

import io.firn.LogGroup;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Kills the process at a CreateExportTask. */
final class DyingLogs implements CloudWatchLogs {
  private final CloudWatchLogs logs;
  private final boolean afterIt;
  private int left;

  /**
   * Kills at one call.
   *
   * @param creations at which one, counted from 1
   * @param afterIt once it is done
   */
  DyingLogs(CloudWatchLogs logs, int creations, boolean afterIt) {
    this.logs = logs;
    this.left = creations;
    this.afterIt = afterIt;
  }

  @Override
  public String createTask(TaskRequest request) {
    left--;
    if (left == 0 && !afterIt) {
      throw new Crash();
    }
    String id = logs.createTask(request);
    if (left == 0) {
      throw new Crash();
    }
    return id;
  }

  @Override
  public Page<DescribedGroup> groups(@Nullable String page) {
    return logs.groups(page);
  }

  @Override
  public Map<LogGroup, Double> incomingBytes(List<LogGroup> groups, Instant from, Instant to) {
    return logs.incomingBytes(groups, from, to);
  }

  @Override
  public Page<DescribedTask> tasks(@Nullable TaskStatus status, @Nullable String page) {
    return logs.tasks(status, page);
  }

  @Override
  public Optional<DescribedTask> task(String id) {
    return logs.task(id);
  }

  @Override
  public Page<Instant> events(LogGroup group, Instant from, Instant to, @Nullable String page) {
    return logs.events(group, from, to, page);
  }
}
