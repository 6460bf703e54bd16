package io.firn.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.sandbox.AwsException;
import io.firn.sandbox.CloudLogs;
import io.firn.sandbox.Operation;
import io.firn.sandbox.RegionalLogs;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * CloudWatch Logs in its protocol, JSON 1.1: each operation is a POST that names it in a header.
 */
final class LogsApi {
  static final String TARGET = "x-amz-target";
  private static final String TARGET_PREFIX = "Logs_20140328.";
  private static final String CONTENT_TYPE = "application/x-amz-json-1.1";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final CloudLogs model;
  private final Accounts accounts;

  LogsApi(CloudLogs model, Accounts accounts) {
    this.model = model;
    this.accounts = accounts;
  }

  WireResponse answer(WireRequest request) {
    try {
      RegionalLogs logs = model.in(Caller.of(request, accounts).place());
      JsonNode body = JSON.readTree(request.body());
      return response(200, answer(operation(request), logs, new Fields(body)));
    } catch (AwsException e) {
      return error(e);
    } catch (IOException e) {
      return error(new AwsException("SerializationException", String.valueOf(e.getMessage())));
    }
  }

  private static Operation operation(WireRequest request) {
    String target = request.header(TARGET).orElse("");
    String name = target.startsWith(TARGET_PREFIX) ? target.substring(TARGET_PREFIX.length()) : "";
    return Operation.named(name)
        .orElseThrow(
            () ->
                new AwsException(
                    "UnknownOperationException", "The sandbox does not know " + target));
  }

  private static ObjectNode answer(Operation operation, RegionalLogs logs, Fields fields) {
    GroupCalls groups = new GroupCalls(logs);
    EventCalls events = new EventCalls(logs);
    ExportCalls exports = new ExportCalls(logs);
    return switch (operation) {
      case CREATE_LOG_GROUP -> groups.create(fields);
      case DELETE_LOG_GROUP -> groups.delete(fields);
      case PUT_RETENTION_POLICY -> groups.putRetention(fields);
      case DELETE_RETENTION_POLICY -> groups.deleteRetention(fields);
      case DESCRIBE_LOG_GROUPS -> groups.describe(fields);
      case CREATE_LOG_STREAM -> groups.createStream(fields);
      case DELETE_LOG_STREAM -> groups.deleteStream(fields);
      case DESCRIBE_LOG_STREAMS -> groups.describeStreams(fields);
      case PUT_LOG_EVENTS -> events.put(fields);
      case FILTER_LOG_EVENTS -> events.filter(fields);
      case GET_LOG_EVENTS -> events.read(fields);
      case CREATE_EXPORT_TASK -> exports.create(fields);
      case DESCRIBE_EXPORT_TASKS -> exports.describe(fields);
      case CANCEL_EXPORT_TASK -> exports.cancel(fields);
      case GET_METRIC_DATA, ASSUME_ROLE, GET_CALLER_IDENTITY ->
          throw new AwsException(
              "UnknownOperationException", "This is no operation of CloudWatch Logs");
    };
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  private static WireResponse error(AwsException error) {
    ObjectNode body = object();
    body.put("__type", error.code());
    body.put("message", error.getMessage());
    return response(error.code().equals("ServiceUnavailableException") ? 503 : 400, body);
  }

  private static WireResponse response(int status, JsonNode body) {
    try {
      return new WireResponse(status, CONTENT_TYPE, JSON.writeValueAsString(body));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
