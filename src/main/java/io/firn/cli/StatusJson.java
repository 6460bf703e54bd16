package io.firn.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.cli.StatusReport.Row;
import io.firn.export.ExportStatus;
import io.firn.export.Gap;
import io.firn.export.GroupProblem;
import io.firn.export.GroupStatus;
import io.firn.export.Slot;
import io.firn.export.Span;
import java.util.List;
import java.util.Optional;

/** How far log groups are, for programs. */
final class StatusJson {
  private final StatusReport report;

  StatusJson(StatusReport report) {
    this.report = report;
  }

  /** Adds what a program reads. */
  void addTo(ObjectNode root) {
    ArrayNode list = root.putArray("sources");
    for (ExportStatus source : report.sources()) {
      ObjectNode node =
          list.addObject()
              .put("account", source.place().account())
              .put("region", source.place().region());
      source.problem().ifPresent(problem -> node.put("error", problem.getMessage()));
      addSlot(source.slot(), node.putObject("slot"));
      source.stopped().ifPresent(until -> node.put("stopped_until", until.toString()));
      node.put("slot_share", source.load().share())
          .put("slot_suffices", source.load().suffices())
          .put("window_ms", source.load().every().toMillis())
          .put("task_ms", source.taskTime().toMillis());
      ArrayNode groups = node.putArray("log_groups");
      report.rows().stream()
          .filter(row -> row.place().equals(source.place()))
          .forEach(row -> addGroup(row, groups.addObject()));
    }
  }

  private static void addSlot(Slot slot, ObjectNode node) {
    slot.window()
        .ifPresent(
            intent ->
                node.put("log_group", intent.group().name())
                    .put("from", intent.window().from().toString())
                    .put("to", intent.window().to().toString())
                    .put("lane", intent.lane().toString())
                    .put("since", intent.at().toString()));
    slot.task().ifPresent(task -> node.put("task", task));
    slot.taken().ifPresent(since -> node.put("taken_since", since.toString()));
    Optional.ofNullable(slot.holder()).ifPresent(holder -> node.put("holder", holder));
  }

  private void addGroup(Row row, ObjectNode node) {
    GroupStatus group = row.group();
    node.put("log_group", group.group().name());
    group.exportedUpTo().ifPresent(time -> node.put("exported_up_to", time.toString()));
    node.put("lag_ms", group.lag().toMillis());
    addSpans(group.history(), node.putArray("history"));
    ArrayNode gaps = node.putArray("gaps");
    for (Gap gap : group.gaps()) {
      gaps.addObject()
          .put("from", gap.from().toString())
          .put("to", gap.to().toString())
          .put("reason", StatusReport.word(gap.reason()).replace(' ', '_'));
    }
    group.trouble().ifPresent(problem -> addProblem(problem, node.putObject("problem")));
    group.notExportable().ifPresent(refusal -> node.put("not_exportable", refusal.message()));
    group.missing().ifPresent(since -> node.put("missing_since", since.toString()));
    report.waiting(row).ifPresent(count -> node.put("windows_waiting", count));
    report.ingestedUpTo(row).ifPresent(time -> node.put("ingested_up_to", time.toString()));
    group.nextRecheck().ifPresent(time -> node.put("next_recheck", time.toString()));
  }

  private static void addSpans(List<Span> spans, ArrayNode list) {
    for (Span span : spans) {
      list.addObject().put("from", span.from().toString()).put("to", span.to().toString());
    }
  }

  private static void addProblem(GroupProblem problem, ObjectNode node) {
    node.put("kind", StatusReport.word(problem.kind()).replace(' ', '_'))
        .put("message", problem.message())
        .put("since", problem.since().toString())
        .put("until", problem.until().toString())
        .put("count", problem.count());
  }
}
