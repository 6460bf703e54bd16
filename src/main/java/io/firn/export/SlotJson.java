package io.firn.export;

import static io.firn.export.StateJson.put;
import static io.firn.export.StateJson.text;
import static io.firn.export.StateJson.textOrNull;
import static io.firn.export.StateJson.time;
import static io.firn.export.StateJson.timeOrNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.ExportWindow;
import io.firn.LogGroup;
import io.firn.landing.Lane;

/** The slot object. */
final class SlotJson {
  private SlotJson() {}

  static byte[] write(Slot slot) {
    ObjectNode node = StateJson.object();
    slot.window().ifPresent(intent -> write(intent, node.putObject("intent")));
    put(node, "task_id", slot.taskId());
    put(node, "missing_since", slot.missingSince());
    put(node, "taken_since", slot.takenSince());
    put(node, "holder", slot.holder());
    return StateJson.bytes(node);
  }

  private static void write(Intent intent, ObjectNode node) {
    node.put("log_group", intent.group().name())
        .put("generation", intent.window().generation())
        .put("from", intent.window().from().toString())
        .put("to", intent.window().to().toString())
        .put("lane", intent.lane().toString())
        .put("bytes", intent.bytes())
        .put("attempt", intent.attempt())
        .put("task_name", intent.taskName())
        .put("bucket", intent.bucket())
        .put("prefix", intent.prefix())
        .put("at", intent.at().toString());
  }

  static Slot read(String key, byte[] json) {
    return StateJson.read(key, json, SlotJson::slot);
  }

  private static Slot slot(JsonNode node) {
    return new Slot(
        node.hasNonNull("intent") ? intent(node.get("intent")) : null,
        textOrNull(node, "task_id"),
        timeOrNull(node, "missing_since"),
        timeOrNull(node, "taken_since"),
        textOrNull(node, "holder"));
  }

  private static Intent intent(JsonNode node) {
    Lane lane = Lane.parse(text(node, "lane"));
    return new Intent(
        new LogGroup(text(node, "log_group")),
        new ExportWindow(
            node.required("generation").longValue(),
            time(node, "from"),
            time(node, "to"),
            lane.purpose()),
        lane,
        node.required("bytes").longValue(),
        text(node, "attempt"),
        text(node, "bucket"),
        text(node, "prefix"),
        time(node, "at"));
  }
}
