package io.firn.sandbox.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.sandbox.AwsException;
import io.firn.sandbox.ExportRequest;
import io.firn.sandbox.ExportTaskView;
import io.firn.sandbox.Page;
import io.firn.sandbox.RegionalLogs;
import io.firn.sandbox.TaskQuery;
import io.firn.sandbox.TaskStatus;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The calls about export tasks, from and to their JSON. */
final class ExportCalls {
  private final RegionalLogs logs;

  ExportCalls(RegionalLogs logs) {
    this.logs = logs;
  }

  ObjectNode create(Fields fields) {
    String id =
        logs.createExportTask(
            new ExportRequest(
                fields.text("taskName"),
                fields.textOrEmpty("logGroupName"),
                fields.text("logStreamNamePrefix"),
                fields.numberOrNegative("from"),
                fields.numberOrNegative("to"),
                fields.textOrEmpty("destination"),
                fields.text("destinationPrefix")));
    ObjectNode answer = LogsApi.object();
    answer.put("taskId", id);
    return answer;
  }

  ObjectNode describe(Fields fields) {
    Page<ExportTaskView> page =
        logs.describeExportTasks(
            new TaskQuery(
                fields.text("taskId"),
                status(fields.text("statusCode")),
                fields.text("nextToken"),
                fields.smallNumber("limit")));
    ObjectNode answer = LogsApi.object();
    ArrayNode tasks = answer.putArray("exportTasks");
    page.items().forEach(task -> write(task, tasks.addObject()));
    answer.put("nextToken", page.nextToken());
    return answer;
  }

  private static @Nullable TaskStatus status(@Nullable String code) {
    if (code == null) {
      return null;
    }
    return Arrays.stream(TaskStatus.values())
        .filter(candidate -> candidate.name().equals(code))
        .findFirst()
        .orElseThrow(
            () ->
                new AwsException(
                    "InvalidParameterException",
                    "1 validation error detected: Value '"
                        + code
                        + "' at 'statusCode' failed to satisfy constraint: Member must satisfy"
                        + " enum value set: "
                        + Arrays.toString(TaskStatus.values())));
  }

  private static void write(ExportTaskView task, ObjectNode target) {
    ExportRequest request = task.request();
    target.put("taskId", task.id());
    target.put("taskName", request.taskName());
    target.put("logGroupName", request.group());
    target.put("from", request.from());
    target.put("to", request.to());
    target.put("destination", request.bucket());
    target.put("destinationPrefix", request.prefixOrDefault());
    target.putObject("status").put("code", task.status().name()).put("message", task.message());
    ObjectNode execution = target.putObject("executionInfo");
    execution.put("creationTime", task.creationTime());
    if (task.completionTime() != null) {
      execution.put("completionTime", task.completionTime());
    }
  }

  ObjectNode cancel(Fields fields) {
    logs.cancelExportTask(fields.textOrEmpty("taskId"));
    return LogsApi.object();
  }
}
