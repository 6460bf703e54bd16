package io.firn.aws;

import io.firn.LogGroup;
import io.firn.export.CloudWatchLogs;
import io.firn.export.CloudWatchLogsException;
import io.firn.export.CloudWatchLogsException.Kind;
import io.firn.export.DescribedGroup;
import io.firn.export.DescribedTask;
import io.firn.export.TaskRequest;
import io.firn.export.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeExportTasksResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.ExportTask;
import software.amazon.awssdk.services.cloudwatchlogs.model.ExportTaskExecutionInfo;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;

/** CloudWatch Logs by the SDK. The client repeats no call: a second task might be made. */
public final class SdkCloudWatchLogs implements CloudWatchLogs {
  private static final int SERVER_ERROR = 500;

  private final CloudWatchLogsClient logs;
  private final IncomingBytes metrics;

  /**
   * By clients of one account and Region.
   *
   * @param metrics what came in
   */
  public SdkCloudWatchLogs(CloudWatchLogsClient logs, IncomingBytes metrics) {
    this.logs = logs;
    this.metrics = metrics;
  }

  @Override
  public Page<DescribedGroup> groups(@Nullable String page) {
    DescribeLogGroupsResponse answer = call(() -> logs.describeLogGroups(r -> r.nextToken(page)));
    return new Page<>(
        answer.logGroups().stream().map(SdkCloudWatchLogs::group).toList(), answer.nextToken());
  }

  private static DescribedGroup group(
      software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup group) {
    Integer days = group.retentionInDays();
    // Older stand-ins of the service tell no class; the service tells one of each group.
    String logClass = group.logGroupClassAsString();
    return new DescribedGroup(
        new LogGroup(group.logGroupName()),
        group.creationTime(),
        logClass == null ? "STANDARD" : logClass,
        days == null ? null : Duration.ofDays(days),
        Objects.requireNonNullElse(group.storedBytes(), 0L));
  }

  @Override
  public Map<LogGroup, Double> incomingBytes(List<LogGroup> groups, Instant from, Instant to) {
    return call(() -> metrics.of(groups, from, to));
  }

  @Override
  public String createTask(TaskRequest request) {
    return call(
        () ->
            logs.createExportTask(
                    r ->
                        r.taskName(request.name())
                            .logGroupName(request.group().name())
                            .from(request.from().toEpochMilli())
                            .to(request.to().toEpochMilli())
                            .destination(request.bucket())
                            .destinationPrefix(request.prefix()))
                .taskId());
  }

  @Override
  public Page<DescribedTask> tasks(@Nullable TaskStatus status, @Nullable String page) {
    DescribeExportTasksResponse answer =
        call(
            () ->
                logs.describeExportTasks(
                    r -> r.statusCode(status == null ? null : status.name()).nextToken(page)));
    return new Page<>(
        answer.exportTasks().stream().map(SdkCloudWatchLogs::task).toList(), answer.nextToken());
  }

  @Override
  public Optional<DescribedTask> task(String id) {
    return call(() -> logs.describeExportTasks(r -> r.taskId(id))).exportTasks().stream()
        .map(SdkCloudWatchLogs::task)
        .findFirst();
  }

  private static DescribedTask task(ExportTask task) {
    ExportTaskExecutionInfo times = task.executionInfo();
    Long completed = times == null ? null : times.completionTime();
    Long created = times == null ? null : times.creationTime();
    return new DescribedTask(
        task.taskId(),
        task.taskName(),
        task.logGroupName(),
        task.destination(),
        Objects.requireNonNullElse(task.destinationPrefix(), ""),
        status(task),
        task.status() == null ? "" : Objects.requireNonNullElse(task.status().message(), ""),
        Instant.ofEpochMilli(created == null ? task.to() : created),
        completed == null ? null : Instant.ofEpochMilli(completed));
  }

  private static TaskStatus status(ExportTask task) {
    String code = task.status() == null ? "" : task.status().codeAsString();
    for (TaskStatus status : TaskStatus.values()) {
      if (status.name().equals(code)) {
        return status;
      }
    }
    return TaskStatus.OTHER;
  }

  @Override
  public Page<Instant> events(LogGroup group, Instant from, Instant to, @Nullable String page) {
    FilterLogEventsResponse answer =
        call(
            () ->
                logs.filterLogEvents(
                    r ->
                        r.logGroupName(group.name())
                            .startTime(from.toEpochMilli())
                            .endTime(to.toEpochMilli())
                            .limit(1)
                            .nextToken(page)));
    return new Page<>(
        answer.events().stream().map(event -> Instant.ofEpochMilli(event.timestamp())).toList(),
        answer.nextToken());
  }

  private static <T> T call(Supplier<T> call) {
    try {
      return call.get();
    } catch (AwsServiceException e) {
      String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
      String message =
          e.awsErrorDetails() == null ? e.getMessage() : e.awsErrorDetails().errorMessage();
      throw new CloudWatchLogsException(
          kind(e, code == null ? "" : code), String.valueOf(code), String.valueOf(message), e);
    } catch (SdkException e) {
      throw new CloudWatchLogsException(
          Kind.UNKNOWN,
          e.getClass().getSimpleName(),
          "Cannot reach CloudWatch Logs: " + e.getMessage(),
          e);
    }
  }

  private static Kind kind(AwsServiceException failure, String code) {
    if (failure.isThrottlingException()) {
      return Kind.THROTTLED;
    }
    return failure.statusCode() >= SERVER_ERROR ? Kind.UNKNOWN : CloudWatchLogsException.kind(code);
  }
}
