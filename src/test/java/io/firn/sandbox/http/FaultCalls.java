package io.firn.sandbox.http;

import io.firn.sandbox.AwsException;
import io.firn.sandbox.Faults;
import io.firn.sandbox.Operation;
import io.firn.sandbox.RegionalLogs;
import java.time.Duration;

/** The control call that makes things go wrong: {@code {"fault": <name>, ...}}. */
final class FaultCalls {
  private final RegionalLogs logs;

  FaultCalls(RegionalLogs logs) {
    this.logs = logs;
  }

  void carryOut(Fields fields) {
    Faults faults = logs.faults();
    String fault = fields.textOrEmpty("fault");
    switch (fault) {
      case "throttle" -> faults.throttle(operation(fields), count(fields, "calls"));
      case "refuse" ->
          faults.refuse(
              operation(fields),
              new AwsException(fields.textOrEmpty("code"), fields.textOrEmpty("message")),
              count(fields, "calls"));
      case "deny" -> faults.deny(operation(fields));
      case "allow" -> faults.allow(operation(fields));
      case "lose-request" -> faults.loseRequest(operation(fields), count(fields, "calls"));
      case "lose-answer" -> faults.loseAnswer(operation(fields), count(fields, "calls"));
      case "fail-next-task" -> faults.failNextTask(fields.textOrEmpty("message"));
      case "next-task-runs" -> faults.nextTaskRuns(time(fields));
      case "describe-late" -> faults.describeLate(time(fields));
      case "rival-before-next-create" -> faults.rivalBeforeNextCreate(time(fields));
      case "occupy-slot" -> logs.occupySlot(time(fields));
      case "empty-filter-pages" -> faults.emptyFilterPages(count(fields, "pages"));
      case "clear" -> faults.clear();
      default ->
          throw new IllegalArgumentException(
              "Invalid fault: "
                  + fault
                  + " (must be throttle, refuse, deny, allow, lose-request, lose-answer,"
                  + " fail-next-task, next-task-runs, describe-late, rival-before-next-create,"
                  + " occupy-slot, empty-filter-pages or clear)");
    }
  }

  private static Operation operation(Fields fields) {
    String name = fields.textOrEmpty("operation");
    return Operation.named(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Invalid operation: '" + name + "' (must be like CreateExportTask)"));
  }

  private static int count(Fields fields, String name) {
    Integer count = fields.smallNumber(name);
    return count == null ? 1 : count;
  }

  private static Duration time(Fields fields) {
    return ControlApi.duration(fields.textOrEmpty("time"));
  }
}
