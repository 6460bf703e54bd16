package io.firn.driver;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.driver.ExportCommand.Output;
import io.firn.export.RebuildReport;
import io.firn.export.RefusedRebuildException;
import io.firn.export.RefusedRebuildException.Reason;
import io.firn.export.StateRebuild;
import io.firn.export.StateRebuild.Consent;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code firn export --rebuild-state}. */
final class RebuildOptions {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(
      names = "--rebuild-state",
      description =
          "Make lost state anew from receipts, markers and the task at work, so that nothing is"
              + " exported twice; state that is not lost is left alone.")
  private boolean asked;

  @Option(
      names = "--force",
      description =
          "With --rebuild-state: also where state is not lost, or nothing is left that tells what"
              + " was exported.")
  private boolean force;

  /** What came of a source: a report, or why there is none. */
  private record Outcome(@Nullable RebuildReport report, @Nullable RefusedRebuildException why) {
    Optional<RebuildReport> rebuilt() {
      return Optional.ofNullable(report);
    }

    boolean isRefusedFor(Reason reason) {
      return why != null && why.reason() == reason;
    }
  }

  boolean isAsked() {
    return asked;
  }

  int rebuild(ExportRun run, SourceOptions sources, Output output) {
    if (force && run.places().size() > 1) {
      throw sources.misuse("--force wants one --source: " + SourceOptions.names(run.places()));
    }
    Consent consent = force ? Consent.GIVEN : Consent.NONE;
    output.warn("Looking for a task that may be at work; that takes two minutes if there is none");
    output.flush();
    List<Outcome> outcomes = run.each(site -> rebuild(site, consent));
    for (Outcome outcome : outcomes) {
      outcome.rebuilt().ifPresent(report -> output.print(json(report), List.of(text(report))));
      Optional.ofNullable(outcome.why())
          .ifPresent(why -> output.warn(String.valueOf(why.getMessage())));
    }
    if (outcomes.stream().anyMatch(outcome -> outcome.isRefusedFor(Reason.OVERTAKEN))) {
      return Output.OUTSIDE;
    }
    boolean refused =
        outcomes.stream().anyMatch(outcome -> outcome.isRefusedFor(Reason.NOTHING_LEFT))
            || outcomes.stream().allMatch(outcome -> outcome.isRefusedFor(Reason.NOT_LOST));
    return refused ? Output.USAGE : Output.DONE;
  }

  private static Outcome rebuild(Site site, Consent consent) {
    try {
      StateRebuild rebuild =
          new StateRebuild(site.place(), site.layout(), site.policy(), site.tools());
      return new Outcome(rebuild.run(consent), null);
    } catch (RefusedRebuildException e) {
      return new Outcome(null, e);
    }
  }

  private static String text(RebuildReport report) {
    return "%s %s: state rebuilt from %d receipts and %d more markers: %d log groups (%d more are gone)%s; %d spans between exported windows are still to be exported; %s"
        .formatted(
            report.place().account(),
            report.place().region(),
            report.receipts(),
            report.markers(),
            report.groups(),
            report.goneGroups(),
            report.exportedUpTo().map(time -> ", exported up to " + time + " or later").orElse(""),
            report.leftToExport(),
            report.adopted().map(task -> "goes on with task " + task).orElse("no task is at work"));
  }

  private static String json(RebuildReport report) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("account", report.place().account())
            .put("region", report.place().region())
            .put("receipts", report.receipts())
            .put("markers", report.markers())
            .put("log_groups", report.groups())
            .put("gone_log_groups", report.goneGroups())
            .put("spans_to_export", report.leftToExport());
    report.exportedUpTo().ifPresent(time -> node.put("exported_up_to", time.toString()));
    report.adopted().ifPresent(task -> node.put("task", task));
    return node.toString();
  }
}
