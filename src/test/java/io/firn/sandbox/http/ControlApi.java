package io.firn.sandbox.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.sandbox.AccountRegion;
import io.firn.sandbox.AwsException;
import io.firn.sandbox.BucketRefusal;
import io.firn.sandbox.CloudLogs;
import io.firn.sandbox.RegionalLogs;
import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/**
 * What is not AWS's: {@code POST /_sandbox/<what>} with a JSON object, unsigned. Everything of the
 * Java API is here too; {@code account} and {@code region} name another place than the default one.
 */
final class ControlApi {
  static final String PATH = "/_sandbox";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final CloudLogs model;
  private final Accounts accounts;
  private final AccountRegion standard;

  ControlApi(CloudLogs model, Accounts accounts, AccountRegion standard) {
    this.model = model;
    this.accounts = accounts;
    this.standard = standard;
  }

  WireResponse answer(WireRequest request) {
    try {
      ObjectNode answer = JSON.createObjectNode();
      carryOut(request.path().substring(PATH.length()), fields(request), answer);
      answer.put("now", model.clock().instant().toString());
      return response(200, answer);
    } catch (AwsException | IllegalArgumentException | ArithmeticException | IOException e) {
      ObjectNode answer = JSON.createObjectNode();
      answer.put("error", e.getMessage());
      return response(400, answer);
    }
  }

  private static Fields fields(WireRequest request) throws IOException {
    return new Fields(
        request.body().length == 0 ? JSON.createObjectNode() : JSON.readTree(request.body()));
  }

  private static WireResponse response(int status, ObjectNode body) {
    return new WireResponse(status, "application/json", body + "\n");
  }

  private void carryOut(String what, Fields fields, ObjectNode answer) {
    switch (what) {
      case "/clock" -> advance(fields);
      case "/faults" -> new FaultCalls(place(fields)).carryOut(fields);
      case "/buckets" -> bucket(fields);
      case "/accounts" ->
          accounts.add(
              fields.textOrEmpty("accessKeyId"),
              fields.textOrEmpty("secretAccessKey"),
              fields.textOrEmpty("account"));
      case "/events" -> new LoadCall(place(fields), model.clock()).carryOut(fields, answer);
      case "/groups" -> list(place(fields), answer);
      default ->
          throw new IllegalArgumentException(
              "Invalid control call: "
                  + PATH
                  + what
                  + " (must be clock, faults, buckets, accounts, events or groups)");
    }
  }

  private RegionalLogs place(Fields fields) {
    String account = fields.text("account");
    String region = fields.text("region");
    return model.in(
        new AccountRegion(
            account == null ? standard.account() : account,
            region == null ? standard.region() : region));
  }

  private void advance(Fields fields) {
    String time = fields.text("advance");
    if (time != null) {
      model.clock().advance(duration(time));
    }
  }

  private void bucket(Fields fields) {
    String bucket = fields.textOrEmpty("bucket");
    String refuse = fields.text("refuse");
    String region = fields.text("bucketRegion");
    model.buckets().accept(bucket);
    if (refuse != null) {
      model.buckets().refuse(bucket, BucketRefusal.valueOf(refuse));
    }
    if (region != null) {
      model.buckets().locate(bucket, region);
    }
  }

  private static void list(RegionalLogs logs, ObjectNode answer) {
    answer.put("account", logs.place().account());
    answer.put("region", logs.place().region());
    ArrayNode groups = answer.putArray("groups");
    logs.groupsHere()
        .forEach(
            group ->
                groups
                    .addObject()
                    .put("logGroup", group.name())
                    .put("storedBytes", group.storedBytes()));
  }

  /** ISO 8601's form, or shorter: {@code 36h}, {@code 15d}. */
  static Duration duration(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    String shortForm = (upper.endsWith("D") ? "P" : "PT") + upper;
    try {
      return Duration.parse(upper.startsWith("P") ? upper : shortForm);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "Invalid time: " + text + " (must be like 90s, 36h, 15d or PT1H30M)", e);
    }
  }
}
