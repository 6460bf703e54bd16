package io.firn.sandbox;

import java.util.Arrays;
import java.util.Optional;

/** The operations that the sandbox has, with AWS's quotas of calls for an account and Region. */
public enum Operation {
  CREATE_LOG_GROUP("logs", "CreateLogGroup", 10),
  DELETE_LOG_GROUP("logs", "DeleteLogGroup", 10),
  PUT_RETENTION_POLICY("logs", "PutRetentionPolicy", 10),
  DELETE_RETENTION_POLICY("logs", "DeleteRetentionPolicy", 10),
  DESCRIBE_LOG_GROUPS("logs", "DescribeLogGroups", 10),
  CREATE_LOG_STREAM("logs", "CreateLogStream", 50),
  DELETE_LOG_STREAM("logs", "DeleteLogStream", 15),
  DESCRIBE_LOG_STREAMS("logs", "DescribeLogStreams", 25),
  PUT_LOG_EVENTS("logs", "PutLogEvents", 5000),
  FILTER_LOG_EVENTS("logs", "FilterLogEvents", 5),
  GET_LOG_EVENTS("logs", "GetLogEvents", 10),
  CREATE_EXPORT_TASK("logs", "CreateExportTask", 5),
  DESCRIBE_EXPORT_TASKS("logs", "DescribeExportTasks", 5),
  CANCEL_EXPORT_TASK("logs", "CancelExportTask", 5),
  GET_METRIC_DATA("cloudwatch", "GetMetricData", 50),
  ASSUME_ROLE("sts", "AssumeRole", 500),
  GET_CALLER_IDENTITY("sts", "GetCallerIdentity", 500);

  private final String service;
  private final String wireName;
  private final int callsPerSecond;

  Operation(String service, String wireName, int callsPerSecond) {
    this.service = service;
    this.wireName = wireName;
    this.callsPerSecond = callsPerSecond;
  }

  /** The one of that name on the wire. */
  public static Optional<Operation> named(String wireName) {
    return Arrays.stream(values())
        .filter(operation -> operation.wireName.equals(wireName))
        .findFirst();
  }

  public String wireName() {
    return wireName;
  }

  /** As a policy names it: {@code logs:CreateExportTask}. */
  String action() {
    return service + ":" + wireName;
  }

  boolean isOfLogs() {
    return service.equals("logs");
  }

  int callsPerSecond() {
    return callsPerSecond;
  }
}
