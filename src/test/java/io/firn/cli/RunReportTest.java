package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the jobs of a run come to together. */
final class RunReportTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private RunReport report(boolean json) {
    CommandLine command =
        new CommandLine(new Main())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    return new RunReport(command, json);
  }

  private static RunReport.Part part(ExitCode code) {
    return new RunReport.Part(
        code, "Ingested", JSON.createObjectNode().put("exit_code", code.code()));
  }

  private static UncheckedIOException failure() {
    return new UncheckedIOException("Cannot read x", new IOException("gone"));
  }

  @Test
  void aFailedMaintenanceIsToldAndFailsNothing() {
    RunReport report = report(false);
    report.add("ingest", () -> part(ExitCode.DONE));
    report.addBeside(
        "maintain",
        () -> {
          throw failure();
        });
    report.print();
    assertThat(report.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(out).asString().isEqualToIgnoringNewLines("Ingest: Ingested. Maintain: failed");
    assertThat(err).asString().startsWith("firn: Cannot read x");
  }

  @Test
  void itsExitCodeIsItsOwn() throws IOException {
    RunReport report = report(true);
    report.add("ingest", () -> part(ExitCode.DATA_REFUSED));
    report.addBeside("maintain", () -> Optional.of(part(ExitCode.OUTSIDE)));
    report.print();
    JsonNode json = JSON.readTree(out.toString());
    assertThat(json.get("exit_code").asInt()).isEqualTo(ExitCode.DATA_REFUSED.code());
    assertThat(json.get("maintain").get("exit_code").asInt()).isEqualTo(ExitCode.OUTSIDE.code());
  }

  @Test
  void whatIsNotDueIsNotToldOf() {
    RunReport report = report(false);
    report.add("ingest", () -> part(ExitCode.DONE));
    report.addBeside("maintain", Optional::empty);
    report.print();
    assertThat(out).asString().isEqualToIgnoringNewLines("Ingest: Ingested");
  }

  @Test
  void otherJobsFailTheRun() {
    RunReport report = report(false);
    report.add(
        "ingest",
        () -> {
          throw failure();
        });
    report.addBeside("maintain", () -> Optional.of(part(ExitCode.DONE)));
    assertThat(report.exitCode()).isEqualTo(ExitCode.OUTSIDE);
  }
}
