package io.firn.export;

import io.firn.LogGroup;
import io.firn.sandbox.AwsException;
import io.firn.sandbox.EventQuery;
import io.firn.sandbox.ExportRequest;
import io.firn.sandbox.ExportTaskView;
import io.firn.sandbox.GroupQuery;
import io.firn.sandbox.IngestMetric;
import io.firn.sandbox.LogGroupView;
import io.firn.sandbox.LostAnswerException;
import io.firn.sandbox.MetricPoint;
import io.firn.sandbox.MetricQuery;
import io.firn.sandbox.RegionalLogs;
import io.firn.sandbox.StoredEvent;
import io.firn.sandbox.TaskQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The sandbox's model as the driver sees it, without HTTP. */
public final class SandboxLogs implements CloudWatchLogs {
  private final RegionalLogs logs;

  /** That of one account and Region. */
  public SandboxLogs(RegionalLogs logs) {
    this.logs = logs;
  }

  @Override
  public Page<DescribedGroup> groups(@Nullable String page) {
    return call(
        () ->
            page(
                logs.describeLogGroups(GroupQuery.startingWith("").from(page)),
                SandboxLogs::group));
  }

  private static DescribedGroup group(LogGroupView view) {
    return new DescribedGroup(
        new LogGroup(view.name()),
        view.creationTime(),
        String.valueOf(view.logClass()),
        view.retentionDays() == null ? null : Duration.ofDays(view.retentionDays()),
        view.storedBytes() == null ? 0 : view.storedBytes());
  }

  @Override
  public Map<LogGroup, Double> incomingBytes(List<LogGroup> groups, Instant from, Instant to) {
    List<MetricQuery> queries = groups.stream().map(group -> query(group, from, to)).toList();
    List<List<MetricPoint>> answers = call(() -> logs.metricData(queries));
    Map<LogGroup, Double> bytes = new HashMap<>();
    for (int i = 0; i < groups.size(); i++) {
      if (!answers.get(i).isEmpty()) {
        bytes.put(groups.get(i), answers.get(i).stream().mapToDouble(MetricPoint::value).sum());
      }
    }
    return bytes;
  }

  private static MetricQuery query(LogGroup group, Instant from, Instant to) {
    return new MetricQuery(
        IngestMetric.INCOMING_BYTES,
        group.name(),
        from.toEpochMilli(),
        to.toEpochMilli(),
        Duration.ofDays(1));
  }

  @Override
  public String createTask(TaskRequest request) {
    return call(
        () ->
            logs.createExportTask(
                ExportRequest.of(
                    request.name(),
                    request.group().name(),
                    request.from().toEpochMilli(),
                    request.to().toEpochMilli(),
                    request.bucket(),
                    request.prefix())));
  }

  @Override
  public Page<DescribedTask> tasks(@Nullable TaskStatus status, @Nullable String page) {
    io.firn.sandbox.TaskStatus wanted =
        status == null ? null : io.firn.sandbox.TaskStatus.valueOf(status.name());
    return call(
        () ->
            page(
                logs.describeExportTasks(new TaskQuery(null, wanted, page, null)),
                SandboxLogs::task));
  }

  @Override
  public Optional<DescribedTask> task(String id) {
    return call(() -> logs.describeExportTasks(TaskQuery.of(id))).items().stream()
        .map(SandboxLogs::task)
        .findFirst();
  }

  private static DescribedTask task(ExportTaskView view) {
    return new DescribedTask(
        view.id(),
        view.request().taskName(),
        view.request().group(),
        view.request().bucket(),
        view.request().prefixOrDefault(),
        TaskStatus.valueOf(view.status().name()),
        view.message(),
        Instant.ofEpochMilli(view.creationTime()),
        view.completionTime() == null ? null : Instant.ofEpochMilli(view.completionTime()));
  }

  @Override
  public Page<Instant> events(LogGroup group, Instant from, Instant to, @Nullable String page) {
    EventQuery query =
        EventQuery.between(group.name(), from.toEpochMilli(), to.toEpochMilli()).withLimit(1);
    return call(() -> page(logs.filterLogEvents(query.from(page)), SandboxLogs::time));
  }

  private static Instant time(StoredEvent event) {
    return Instant.ofEpochMilli(event.timestamp());
  }

  private static <A, B> Page<B> page(io.firn.sandbox.Page<A> page, Function<A, B> form) {
    return new Page<>(page.items().stream().map(form).toList(), page.nextToken());
  }

  private static <T> T call(Supplier<T> call) {
    try {
      return call.get();
    } catch (AwsException e) {
      String message = String.valueOf(e.getMessage());
      throw new CloudWatchLogsException(
          CloudWatchLogsException.kind(e.code()), e.code(), message, e);
    } catch (LostAnswerException e) {
      throw new CloudWatchLogsException(
          CloudWatchLogsException.Kind.UNKNOWN, "none", String.valueOf(e.getMessage()), e);
    }
  }
}
