package io.firn.driver;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.Amounts;
import io.firn.driver.ExportCommand.Output;
import io.firn.export.ExportReport;
import io.firn.export.ExportReport.End;
import io.firn.export.FinishedWindow;
import io.firn.export.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What an export did, for people and for programs. */
public final class ExportText {

  /** Above it, somebody should look who has the slot. */
  private static final Duration TAKEN_LONG = Duration.ofHours(2);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Instant now;

  /** As of a moment. */
  public ExportText(Instant now) {
    this.now = now;
  }

  /**
   * As of {@code firn} itself: 3 where the same command may succeed later, 4 where events are lost.
   */
  public static int exitCode(List<ExportReport> reports) {
    boolean outside =
        reports.stream()
            .anyMatch(
                report ->
                    report.end() == End.FAILED
                        || report.end() == End.STOPPED
                        || report.problems().stream().anyMatch(ExportText::isFailure));
    boolean lost = reports.stream().anyMatch(report -> !report.gaps().isEmpty());
    return outside ? Output.OUTSIDE : lost ? Output.LOST : Output.DONE;
  }

  /** A group that cannot be exported ever is told, and does not fail the run. */
  private static boolean isFailure(Refusal refusal) {
    return refusal.kind() != Refusal.Kind.NOT_EXPORTABLE;
  }

  String summary(ExportReport report) {
    return place(report) + ": " + work(List.of(report)) + "; " + end(report);
  }

  /** Of all sources, in one line. */
  public String summary(List<ExportReport> reports) {
    String ends =
        reports.size() == 1
            ? end(reports.get(0))
            : reports.stream().map(r -> place(r) + ": " + end(r)).collect(joining(", "));
    return work(reports) + "; " + ends;
  }

  private static String place(ExportReport report) {
    return report.place().account() + " " + report.place().region();
  }

  private static String work(List<ExportReport> reports) {
    List<FinishedWindow> windows =
        reports.stream().flatMap(report -> report.finished().stream()).toList();
    return "%s exported (%s, %d bytes), %s started, %d found again"
        .formatted(
            Amounts.count(windows.size(), "window"),
            Amounts.count(windows.stream().mapToInt(FinishedWindow::parts).sum(), "object"),
            windows.stream().mapToLong(FinishedWindow::bytes).sum(),
            Amounts.count(reports.stream().mapToInt(ExportReport::started).sum(), "task"),
            reports.stream().mapToInt(report -> report.adopted().size()).sum());
  }

  private static String end(ExportReport report) {
    String next = report.due().map(due -> " until " + due).orElse("");
    return switch (report.end()) {
      case IDLE -> "nothing is due" + next;
      case BUDGET -> "the next run goes on";
      case STOPPED -> "stopped" + next + ", as group after group was refused";
      case FAILED -> "failed";
    };
  }

  /** Each in one line. */
  public List<String> warnings(ExportReport report) {
    List<String> lines = new ArrayList<>();
    report.problems().forEach(problem -> lines.add(problem.message()));
    report
        .gaps()
        .forEach(
            (group, gaps) ->
                gaps.forEach(
                    gap ->
                        lines.add(
                            "Lost events of %s from %s to %s: %s"
                                .formatted(
                                    group,
                                    gap.from(),
                                    gap.to(),
                                    word(gap.reason()).replace('_', ' ')))));
    report
        .slotTakenSince()
        .filter(since -> Duration.between(since, now).compareTo(TAKEN_LONG) > 0)
        .ifPresent(since -> lines.add(takenLong(report, since)));
    report
        .problem()
        .ifPresent(
            failure ->
                lines.add("Cannot export %s: %s".formatted(report.place(), Remedy.told(failure))));
    return lines;
  }

  private static String takenLong(ExportReport report, Instant since) {
    return "The export slot of %s has been taken since %s by %s; CloudWatch Logs runs one export at a time"
        .formatted(report.place(), since, report.slotHolder().orElse("somebody else"));
  }

  /** What a program reads of one source. */
  public ObjectNode json(ExportReport report) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("account", report.place().account())
            .put("region", report.place().region())
            .put("end", word(report.end()))
            .put("started", report.started())
            .put("adopted", report.adopted().size());
    ArrayNode foundBy = node.putArray("found_by");
    report.adopted().forEach(by -> foundBy.add(word(by)));
    report.due().ifPresent(due -> node.put("next", due.toString()));
    report.slotHolder().ifPresent(holder -> node.put("slot_holder", holder));
    report.slotTakenSince().ifPresent(since -> node.put("slot_taken_since", since.toString()));
    report.problem().ifPresent(failure -> node.put("error", failure.getMessage()));
    ArrayNode windows = node.putArray("windows");
    for (FinishedWindow window : report.finished()) {
      windows
          .addObject()
          .put("log_group", window.group().name())
          .put("from", window.window().from().toString())
          .put("to", window.window().to().toString())
          .put("lane", window.lane().toString())
          .put("task", window.taskId())
          .put("objects", window.parts())
          .put("bytes", window.bytes())
          .put("marker", window.marker());
    }
    ArrayNode gaps = node.putArray("gaps");
    report
        .gaps()
        .forEach(
            (group, list) ->
                list.forEach(
                    gap ->
                        gaps.addObject()
                            .put("log_group", group.name())
                            .put("from", gap.from().toString())
                            .put("to", gap.to().toString())
                            .put("reason", word(gap.reason()))));
    ArrayNode problems = node.putArray("problems");
    for (Refusal refusal : report.problems()) {
      problems.addObject().put("kind", word(refusal.kind())).put("message", refusal.message());
    }
    return node;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
