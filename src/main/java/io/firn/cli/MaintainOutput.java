package io.firn.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.maintain.MaintainReport;
import io.firn.maintain.MaintainReport.Due;
import io.firn.maintain.MaintainReport.PlannedStep;
import io.firn.maintain.MaintainReport.TableReport;
import io.firn.maintain.Size;
import io.firn.maintain.StepReport;
import io.firn.state.LeaseInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a maintenance run, or the preview of one, prints. */
final class MaintainOutput {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final MaintainReport report;
  private final Tense tense;

  /** Whether it happened. */
  enum Tense {
    DONE,
    PREVIEW
  }

  MaintainOutput(MaintainReport report, Tense tense) {
    this.report = report;
    this.tense = tense;
  }

  /** The gravest of all failures. */
  ExitCode exitCode() {
    return ExitCode.gravest(
        report.failures().stream().map(failure -> ExitCode.of(failure.cause())).toList());
  }

  /** What a person must know beside the summary, a line each. */
  List<String> notices() {
    List<String> notices = new ArrayList<>(report.notices());
    report.holder().map(MaintainOutput::held).ifPresent(notices::add);
    return notices;
  }

  private static String held(LeaseInfo lease) {
    return "Another run is at it: "
        + lease.holder().run()
        + " on "
        + lease.holder().host()
        + ", process "
        + lease.holder().pid();
  }

  /** A line for each table and step, then what is left as it is. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (TableReport table : report.tables()) {
      if (tense == Tense.PREVIEW) {
        lines.add(table.table() + ": " + table.before() + "; after it " + table.after());
        table.planned().forEach(step -> lines.add("  " + planned(step)));
        table.left().forEach(left -> lines.add("  left " + left));
      } else {
        table.steps().forEach(step -> lines.add(done(step)));
      }
    }
    report
        .landing()
        .forEach(step -> lines.add(tense == Tense.PREVIEW ? step.toString() : done(step)));
    return lines;
  }

  private static String planned(PlannedStep step) {
    String sizes =
        step.before().files() == 0 ? "" : " (" + step.before() + " to " + step.after() + ")";
    return step.kind().spelling()
        + " "
        + step.subject()
        + ": "
        + step.why()
        + sizes
        + (step.due() == Due.NEXT_RUN ? "; beyond the budget, the next run" : "");
  }

  private static String done(StepReport step) {
    return String.format(Locale.ROOT, "%s (%.1f s)", step, step.took().toMillis() / 1e3);
  }

  String summary() {
    if (report.holder().isPresent()) {
      return "Nothing maintained: another run is at it";
    }
    return String.format(
        Locale.ROOT,
        "%s in %.1f s; %d failed, %d left to the next run",
        work(),
        report.took().toMillis() / 1e3,
        report.failures().size(),
        report.postponed());
  }

  private String work() {
    Size before = sum(report.tables().stream().map(TableReport::before));
    Size after = sum(report.tables().stream().map(TableReport::after));
    String tables = report.tables().size() + (report.tables().size() == 1 ? " table" : " tables");
    if (tense == Tense.PREVIEW) {
      long steps =
          report.tables().stream().mapToLong(table -> table.planned().size()).sum()
              + report.landing().size();
      return steps == 0
          ? "Nothing to maintain: " + tables + " in order (" + before + ")"
          : "Would maintain " + tables + ", " + before + " to " + after;
    }
    long steps =
        report.tables().stream().mapToLong(table -> table.steps().size()).sum()
            + report.landing().size();
    return steps == 0
        ? "Nothing maintained: " + tables + " in order (" + before + ")"
        : "Maintained " + tables + ", " + steps + " steps, " + before + " to " + after;
  }

  private static Size sum(Stream<Size> sizes) {
    List<Size> all = sizes.toList();
    return new Size(
        all.stream().mapToInt(Size::files).sum(), all.stream().mapToLong(Size::bytes).sum());
  }

  /** What a program reads (docs/maintenance.md). */
  ObjectNode json() {
    ObjectNode root =
        JSON.createObjectNode()
            .put("preview", tense == Tense.PREVIEW)
            .put("exit_code", exitCode().code())
            .put("held_by", report.holder().map(lease -> lease.holder().run()).orElse(null))
            .put("postponed", report.postponed())
            .put("seconds", report.took().toMillis() / 1e3);
    ArrayNode tables = root.putArray("tables");
    report.tables().forEach(table -> add(tables.addObject(), table));
    ArrayNode landing = root.putArray("landing");
    report.landing().forEach(step -> add(landing.addObject(), step));
    ArrayNode failures = root.putArray("failures");
    report
        .failures()
        .forEach(
            failure ->
                failures
                    .addObject()
                    .put("step", failure.what())
                    .put("error", ExitCode.explained(failure.cause())));
    report.notices().forEach(root.putArray("notices")::add);
    return root;
  }

  private static void add(ObjectNode node, TableReport table) {
    node.put("table", table.table().toString());
    add(node, table.before(), table.after());
    ArrayNode planned = node.putArray("planned");
    for (PlannedStep step : table.planned()) {
      ObjectNode one =
          planned
              .addObject()
              .put("kind", step.kind().spelling())
              .put("subject", step.subject())
              .put("why", step.why())
              .put("due", step.due().name().toLowerCase(Locale.ROOT));
      add(one, step.before(), step.after());
    }
    table.left().forEach(node.putArray("left")::add);
    ArrayNode steps = node.putArray("steps");
    table.steps().forEach(step -> add(steps.addObject(), step));
  }

  private static void add(ObjectNode node, StepReport step) {
    node.put("kind", step.kind().spelling())
        .put("subject", step.subject())
        .put("what", step.what());
    add(node, step.before(), step.after());
    node.put("seconds", step.took().toMillis() / 1e3);
  }

  private static void add(ObjectNode node, Size before, Size after) {
    node.put("files_before", before.files())
        .put("bytes_before", before.bytes())
        .put("files_after", after.files())
        .put("bytes_after", after.bytes());
  }

  /** What failed, a line each. */
  List<String> failures() {
    return report.failures().stream()
        .map(failure -> failure.what() + ": " + ExitCode.explained(failure.cause()))
        .collect(Collectors.toList());
  }

  MaintainReport report() {
    return report;
  }
}
