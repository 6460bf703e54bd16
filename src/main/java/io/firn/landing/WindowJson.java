package io.firn.landing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.AccountRegion;
import io.firn.ExportWindow;
import io.firn.ExportWindow.Purpose;
import io.firn.LogGroup;
import java.time.Instant;
import java.util.Locale;

/** What markers and receipts say alike of a window. */
record WindowJson(
    AccountRegion place, LogGroup group, ExportWindow window, Lane lane, ExportedTask task) {
  static void write(WindowJson known, ObjectNode node) {
    node.put("account", known.place.account())
        .put("region", known.place.region())
        .put("log_group", known.group.name())
        .put("generation", known.window.generation())
        .put("from", known.window.from().toString())
        .put("to", known.window.to().toString())
        .put("purpose", known.window.purpose().name().toLowerCase(Locale.ROOT))
        .put("lane", known.lane.toString());
    node.putObject("task")
        .put("id", known.task.id())
        .put("name", known.task.name())
        .put("created_at", known.task.created().toString())
        .put("finished_at", known.task.finished().toString());
  }

  /** Fails with an unchecked exception where something is missing or malformed. */
  static WindowJson read(JsonNode node) {
    JsonNode task = node.required("task");
    return new WindowJson(
        new AccountRegion(text(node, "account"), text(node, "region")),
        new LogGroup(text(node, "log_group")),
        new ExportWindow(
            node.required("generation").longValue(),
            time(node, "from"),
            time(node, "to"),
            Purpose.valueOf(text(node, "purpose").toUpperCase(Locale.ROOT))),
        Lane.parse(text(node, "lane")),
        new ExportedTask(
            text(task, "id"),
            text(task, "name"),
            time(task, "created_at"),
            time(task, "finished_at")));
  }

  private static String text(JsonNode node, String field) {
    return node.required(field).textValue();
  }

  static Instant time(JsonNode node, String field) {
    return Instant.parse(text(node, field));
  }
}
