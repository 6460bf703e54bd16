package io.firn.export;

import static io.firn.export.StateJson.put;
import static io.firn.export.StateJson.text;
import static io.firn.export.StateJson.time;
import static io.firn.export.StateJson.timeOrNull;
import static io.firn.export.StateJson.word;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.LogGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The index object. */
final class IndexJson {
  private IndexJson() {}

  static byte[] write(SlotIndex index) {
    ObjectNode node = StateJson.object();
    put(node, "listed_at", index.listedAt());
    node.put("task_ms", index.pace().taskTime().toMillis())
        .put("bytes_per_second", index.pace().bytesPerSecond())
        .put("steady_ms", index.spent().steady().toMillis())
        .put("catch_up_ms", index.spent().catchUp().toMillis());
    ArrayNode refused = node.putArray("refused");
    index.breaker().refused().forEach(group -> refused.add(group.name()));
    put(node, "stopped_until", index.breaker().until());
    ObjectNode groups = node.putObject("groups");
    index.groups().forEach((group, state) -> write(state, groups.putObject(group.name())));
    return StateJson.bytes(node);
  }

  private static void write(GroupState state, ObjectNode node) {
    GroupFacts facts = state.facts();
    node.put("generation", facts.generation())
        .put("class", facts.logClass())
        .put("bytes_per_day", facts.bytesPerDay());
    facts.keeps().ifPresent(retention -> node.put("retention", retention.toString()));
    write(state.progress(), node);
    put(node, "longest", state.longest());
    put(node, "missing_since", state.missingSince());
    state.trouble().ifPresent(problem -> write(problem, node.putObject("problem")));
  }

  private static void write(GroupProgress progress, ObjectNode node) {
    node.put("since", progress.since().toString());
    write(progress.asked(), node.putArray("asked"));
    node.put("watermark", progress.watermark().toString());
    write(progress.history(), node.putArray("history"));
    ArrayNode starts = node.putArray("starts");
    progress.starts().forEach(start -> starts.add(start.toString()));
    ObjectNode rechecked = node.putObject("rechecked");
    progress.rechecked().forEach((after, at) -> rechecked.put(after.toString(), at.toString()));
    ArrayNode gaps = node.putArray("gaps");
    for (Gap gap : progress.gaps()) {
      gaps.addObject()
          .put("generation", gap.generation())
          .put("from", gap.from().toString())
          .put("to", gap.to().toString())
          .put("reason", word(gap.reason()))
          .put("noticed", gap.noticed().toString());
    }
  }

  private static void write(List<Span> spans, ArrayNode node) {
    for (Span span : spans) {
      node.addObject().put("from", span.from().toString()).put("to", span.to().toString());
    }
  }

  private static void write(GroupProblem problem, ObjectNode node) {
    node.put("kind", word(problem.kind()))
        .put("message", problem.message())
        .put("since", problem.since().toString())
        .put("until", problem.until().toString())
        .put("count", problem.count());
  }

  static SlotIndex read(String key, byte[] json) {
    return StateJson.read(key, json, IndexJson::index);
  }

  private static SlotIndex index(JsonNode node) {
    List<LogGroup> refused = new ArrayList<>();
    node.path("refused").forEach(name -> refused.add(new LogGroup(name.textValue())));
    Map<LogGroup, GroupState> groups = new HashMap<>();
    node.required("groups")
        .fields()
        .forEachRemaining(
            field -> groups.put(new LogGroup(field.getKey()), state(field.getValue())));
    return new SlotIndex(
        timeOrNull(node, "listed_at"),
        new Pace(millis(node, "task_ms"), node.required("bytes_per_second").doubleValue()),
        new Spent(millis(node, "steady_ms"), millis(node, "catch_up_ms")),
        new Breaker(refused, timeOrNull(node, "stopped_until")),
        groups);
  }

  private static GroupState state(JsonNode node) {
    return new GroupState(
        new GroupFacts(
            node.required("generation").longValue(),
            text(node, "class"),
            durationOrNull(node, "retention"),
            node.required("bytes_per_day").doubleValue()),
        progress(node),
        durationOrNull(node, "longest"),
        node.hasNonNull("problem") ? problem(node.get("problem")) : null,
        timeOrNull(node, "missing_since"));
  }

  private static GroupProgress progress(JsonNode node) {
    List<Instant> starts = new ArrayList<>();
    node.path("starts").forEach(start -> starts.add(Instant.parse(start.textValue())));
    Map<Duration, Instant> rechecked = new HashMap<>();
    JsonNode rechecks = node.path("rechecked");
    rechecks
        .fieldNames()
        .forEachRemaining(after -> rechecked.put(Duration.parse(after), time(rechecks, after)));
    List<Gap> gaps = new ArrayList<>();
    node.path("gaps").forEach(gap -> gaps.add(gap(gap)));
    return new GroupProgress(
        time(node, "since"),
        spans(node.path("asked")),
        time(node, "watermark"),
        spans(node.path("history")),
        starts,
        rechecked,
        gaps);
  }

  private static List<Span> spans(JsonNode array) {
    List<Span> spans = new ArrayList<>();
    array.forEach(span -> spans.add(new Span(time(span, "from"), time(span, "to"))));
    return spans;
  }

  private static Gap gap(JsonNode node) {
    return new Gap(
        node.required("generation").longValue(),
        time(node, "from"),
        time(node, "to"),
        word(Gap.Reason.class, node, "reason"),
        time(node, "noticed"));
  }

  private static GroupProblem problem(JsonNode node) {
    return new GroupProblem(
        word(Refusal.Kind.class, node, "kind"),
        text(node, "message"),
        time(node, "since"),
        time(node, "until"),
        node.required("count").intValue());
  }

  private static Duration millis(JsonNode node, String field) {
    return Duration.ofMillis(node.required(field).longValue());
  }

  private static @Nullable Duration durationOrNull(JsonNode node, String field) {
    return node.hasNonNull(field) ? Duration.parse(text(node, field)) : null;
  }
}
