package io.firn.sandbox.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.sandbox.AwsException;
import io.firn.sandbox.GroupClass;
import io.firn.sandbox.GroupQuery;
import io.firn.sandbox.LogGroupView;
import io.firn.sandbox.LogStreamView;
import io.firn.sandbox.Page;
import io.firn.sandbox.RegionalLogs;
import io.firn.sandbox.StreamQuery;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The calls about log groups and streams, from and to their JSON. */
final class GroupCalls {
  private final RegionalLogs logs;

  GroupCalls(RegionalLogs logs) {
    this.logs = logs;
  }

  ObjectNode create(Fields fields) {
    GroupClass logClass = logClass(fields);
    logs.createLogGroup(
        fields.textOrEmpty("logGroupName"), logClass == null ? GroupClass.STANDARD : logClass);
    return LogsApi.object();
  }

  private static @Nullable GroupClass logClass(Fields fields) {
    String name = fields.text("logGroupClass");
    if (name == null) {
      return null;
    }
    return Arrays.stream(GroupClass.values())
        .filter(candidate -> candidate.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new AwsException(
                    "InvalidParameterException",
                    "1 validation error detected: Value '"
                        + name
                        + "' at 'logGroupClass' failed to satisfy constraint: Member must satisfy"
                        + " enum value set: "
                        + Arrays.toString(GroupClass.values())));
  }

  ObjectNode delete(Fields fields) {
    logs.deleteLogGroup(fields.textOrEmpty("logGroupName"));
    return LogsApi.object();
  }

  ObjectNode putRetention(Fields fields) {
    logs.putRetentionPolicy(
        fields.textOrEmpty("logGroupName"),
        Math.toIntExact(fields.numberOrNegative("retentionInDays")));
    return LogsApi.object();
  }

  ObjectNode deleteRetention(Fields fields) {
    logs.deleteRetentionPolicy(fields.textOrEmpty("logGroupName"));
    return LogsApi.object();
  }

  ObjectNode describe(Fields fields) {
    Page<LogGroupView> page =
        logs.describeLogGroups(
            new GroupQuery(
                fields.text("logGroupNamePrefix"),
                fields.text("logGroupNamePattern"),
                logClass(fields),
                fields.text("nextToken"),
                fields.smallNumber("limit")));
    ObjectNode answer = LogsApi.object();
    ArrayNode groups = answer.putArray("logGroups");
    page.items().forEach(group -> write(group, groups.addObject()));
    answer.put("nextToken", page.nextToken());
    return answer;
  }

  private static void write(LogGroupView group, ObjectNode target) {
    target.put("logGroupName", group.name());
    target.put("creationTime", group.creationTime());
    target.put("arn", group.arn() + ":*");
    target.put("logGroupArn", group.arn());
    if (group.logClass() != null) {
      target.put("logGroupClass", group.logClass().name());
      target.put("storedBytes", group.storedBytes());
      target.put("metricFilterCount", 0);
    }
    if (group.retentionDays() != null) {
      target.put("retentionInDays", group.retentionDays());
    }
  }

  ObjectNode createStream(Fields fields) {
    logs.createLogStream(fields.textOrEmpty("logGroupName"), fields.textOrEmpty("logStreamName"));
    return LogsApi.object();
  }

  ObjectNode deleteStream(Fields fields) {
    logs.deleteLogStream(fields.textOrEmpty("logGroupName"), fields.textOrEmpty("logStreamName"));
    return LogsApi.object();
  }

  ObjectNode describeStreams(Fields fields) {
    Page<LogStreamView> page =
        logs.describeLogStreams(
            new StreamQuery(
                GroupName.in(fields),
                fields.text("logStreamNamePrefix"),
                order(fields),
                fields.text("nextToken"),
                fields.smallNumber("limit")));
    ObjectNode answer = LogsApi.object();
    ArrayNode streams = answer.putArray("logStreams");
    page.items().forEach(stream -> write(stream, streams.addObject()));
    answer.put("nextToken", page.nextToken());
    return answer;
  }

  private static StreamQuery.Order order(Fields fields) {
    boolean descending = fields.isTrue("descending");
    return "LastEventTime".equals(fields.text("orderBy"))
        ? (descending
            ? StreamQuery.Order.BY_LAST_EVENT_DESCENDING
            : StreamQuery.Order.BY_LAST_EVENT)
        : (descending ? StreamQuery.Order.BY_NAME_DESCENDING : StreamQuery.Order.BY_NAME);
  }

  private static void write(LogStreamView stream, ObjectNode target) {
    target.put("logStreamName", stream.name());
    target.put("creationTime", stream.creationTime());
    target.put("arn", stream.arn());
    target.put("storedBytes", 0);
    if (stream.lastEventTimestamp() != null) {
      target.put("firstEventTimestamp", stream.firstEventTimestamp());
      target.put("lastEventTimestamp", stream.lastEventTimestamp());
      target.put("lastIngestionTime", stream.lastIngestionTime());
    }
  }
}
