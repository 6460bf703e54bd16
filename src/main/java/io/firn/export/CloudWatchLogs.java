package io.firn.export;

import io.firn.LogGroup;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the driver asks of CloudWatch Logs in one account and Region. Every call fails with a {@link
 * CloudWatchLogsException}, and none is repeated: the driver does that itself.
 */
public interface CloudWatchLogs {
  /**
   * A page of an answer.
   *
   * @param next asks for the following one; null on the last
   */
  record Page<T>(List<T> items, @Nullable String next) {
    public Page {
      items = List.copyOf(items);
    }
  }

  /** The log groups of all classes. */
  Page<DescribedGroup> groups(@Nullable String page);

  /** What came into log groups, in bytes; none of groups of which nothing is known. */
  Map<LogGroup, Double> incomingBytes(List<LogGroup> groups, Instant from, Instant to);

  /** The new task's id. */
  String createTask(TaskRequest request);

  /**
   * Tasks, commonly the newest first.
   *
   * @param status null for all
   */
  Page<DescribedTask> tasks(@Nullable TaskStatus status, @Nullable String page);

  /** A task by its id. */
  Optional<DescribedTask> task(String id);

  /** Up to one event's time of a span, both its ends inclusive; pages may be empty. */
  Page<Instant> events(LogGroup group, Instant from, Instant to, @Nullable String page);
}
