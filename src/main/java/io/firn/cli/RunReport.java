package io.firn.cli;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** What the jobs of one run came to: one line or one object, and one exit code. */
final class RunReport {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Main main;
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean json;
  private final Map<String, Part> parts = new LinkedHashMap<>();
  private final Set<String> beside = new HashSet<>();

  RunReport(CommandLine command, boolean json) {
    this.main = Main.of(command);
    this.out = command.getOut();
    this.err = command.getErr();
    this.json = json;
  }

  /**
   * A job that has ended.
   *
   * @param summary one line for people
   * @param json the same for programs
   */
  record Part(ExitCode code, String summary, ObjectNode json) {}

  /** Does a job; one that fails is told at once, and ends nothing else. */
  void add(String job, Callable<Part> work) {
    Part part;
    try {
      part = work.call();
    } catch (Exception e) {
      part = new Part(main.report(e, err), "failed", IngestJson.failure(e));
    }
    parts.put(job, part);
  }

  /**
   * Does a job that the others do not depend on: its exit code is told, and the run does not end
   * with it.
   *
   * @param work empty if it was not due
   */
  void addBeside(String job, Callable<Optional<Part>> work) {
    Optional<Part> part;
    try {
      part = work.call();
    } catch (Exception e) {
      part = Optional.of(new Part(main.report(e, err), "failed", IngestJson.failure(e)));
    }
    part.ifPresent(
        done -> {
          parts.put(job, done);
          beside.add(job);
        });
  }

  /** The gravest of the codes of jobs that others depend on. */
  ExitCode exitCode() {
    return ExitCode.gravest(
        parts.entrySet().stream()
            .filter(part -> !beside.contains(part.getKey()))
            .map(part -> part.getValue().code())
            .toList());
  }

  void print() {
    if (json) {
      ObjectNode root = JSON.createObjectNode().put("exit_code", exitCode().code());
      parts.forEach((job, part) -> root.set(job, part.json()));
      out.println(root);
    } else {
      out.println(parts.entrySet().stream().map(RunReport::text).collect(joining(". ")));
    }
    out.flush();
  }

  private static String text(Map.Entry<String, Part> part) {
    String job = part.getKey();
    return job.substring(0, 1).toUpperCase(Locale.ROOT)
        + job.substring(1)
        + ": "
        + part.getValue().summary();
  }
}
