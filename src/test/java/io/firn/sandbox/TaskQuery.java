package io.firn.sandbox;

import org.jspecify.annotations.Nullable;

/** What DescribeExportTasks asks for; null is any. */
public record TaskQuery(
    @Nullable String taskId,
    @Nullable TaskStatus status,
    @Nullable String nextToken,
    @Nullable Integer limit) {
  /** The first page of all. */
  public static TaskQuery all() {
    return new TaskQuery(null, null, null, null);
  }

  /** The one of that id. */
  public static TaskQuery of(String taskId) {
    return new TaskQuery(taskId, null, null, null);
  }

  /** The first page of those in a state. */
  public static TaskQuery in(TaskStatus status) {
    return new TaskQuery(null, status, null, null);
  }

  /** The same, from a page on. */
  public TaskQuery from(@Nullable String token) {
    return new TaskQuery(taskId, status, token, limit);
  }

  boolean asksFor(ExportTaskView task) {
    return (taskId == null || task.id().equals(taskId))
        && (status == null || task.status() == status);
  }
}
