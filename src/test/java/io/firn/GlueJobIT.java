package io.firn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.testing.FirnProcess;
import io.firn.testing.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Predef;

/**
 * A job as Glue runs it, without Glue: its script compiled beside the packaged jar, and the
 * script's object started with what Glue passes.
 */
final class GlueJobIT {
  private static final Path JAR = Path.of(System.getProperty("firn.jar"));
  private static final Path SCRIPT =
      Path.of(System.getProperty("firn.root"), "jobs/glue/FirnJob.scala");

  @TempDir static Path temporary;
  private static Path directory;
  private static Path script;

  @BeforeAll
  static void compile() throws Exception {
    directory = temporary.toRealPath();
    Path classes = Files.createDirectory(directory.resolve("classes"));
    Path library =
        Path.of(Predef.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String[] arguments = {
      "-d", classes.toString(), "-classpath", library + ":" + JAR, SCRIPT.toString()
    };
    assertThat(scala.tools.nsc.Main$.MODULE$.process(arguments)).isTrue();
    script = directory.resolve("script.jar");
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(script))) {
      for (String name : List.of("FirnJob.class", "FirnJob$.class")) {
        jar.putNextEntry(new JarEntry(name));
        jar.write(Files.readAllBytes(classes.resolve(name)));
      }
    }
    Path exports = Files.createDirectories(directory.resolve("my lake/exports"));
    Files.writeString(exports.resolve("000000"), "2026-01-01T00:00:00.000Z {\"a\":1}\n");
    Files.writeString(
        directory.resolve("my lake/firn.yaml"),
        """
        catalog: {warehouse: warehouse}
        ingest:
          inputs:
            - {path: exports, log-group: /shop/orders}
        routes:
          - {log-group: "*", table: "logs.{log-group}"}
        """);
  }

  private static FirnProcess.Result run(String command) throws Exception {
    return FirnProcess.run(
        Map.of("FIRN_MAIN", "FirnJob:" + script),
        "--jars",
        JAR.toString(),
        "true",
        "--job-bookmark-option",
        "job-bookmark-disable",
        "--firn-command",
        command,
        "--TempDir",
        "s3://lake/temp",
        "--JOB_RUN_ID",
        "jr_7e089a7a",
        "--enable-metrics",
        "true",
        "--JOB_NAME",
        "firn ingest");
  }

  @Test
  void theCommandIsRunAndTheLedgerNamesTheJobRun() throws Exception {
    FirnProcess.Result result =
        run("ingest --json --config '" + directory.resolve("my lake/firn.yaml") + "'");

    assertThat(result.exitCode()).as(result.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(result.out());
    assertThat(json.get("events").asInt()).isEqualTo(1);
    assertThat(ledgerRuns()).containsExactly("jr_7e089a7a");
  }

  private static Set<String> ledgerRuns() throws IOException {
    return new Warehouse(directory.resolve("my lake/warehouse").toString(), "firn.ledger")
        .strings("run");
  }

  /** Glue shows the exception's message as the job run's. */
  @Test
  void aFailureIsAnExceptionOfTheJob() throws Exception {
    FirnProcess.Result result = run("ingest --confg x");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .contains(
            "firn: Unknown option", "FailedCommandException: firn ended with exit code 2: Unknown");
  }

  /** What a run has found is the reason, where nothing failed. */
  @Test
  void refusedDataIsTheReasonOfTheJobsFailure() throws Exception {
    Path exports = Files.createDirectories(directory.resolve("changing"));
    Path object = exports.resolve("000000");
    Files.writeString(object, "2026-01-01T00:00:00.000Z {\"a\":1}\n");
    String command =
        "ingest --input %s --table logs.changing --log-group /c --warehouse %s"
            .formatted(exports, directory.resolve("changing-lake"));
    assertThat(run(command).exitCode()).isZero();
    Files.writeString(object, "2026-01-01T00:00:00.000Z {\"a\":12345}\n");

    FirnProcess.Result result = run(command);

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .contains("FailedCommandException: firn ended with exit code 4: Cannot ingest file:")
        .contains("it was ingested as version");
  }
}
