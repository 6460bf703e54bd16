package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

final class GlueArgumentsTest {
  private static final String RUN = "jr_ff2410b9b96fa1e6342ea1774d6e8335";

  /** What a job gets beside its own: name and value, or one of them alone. */
  private static final List<List<String>> OF_GLUE =
      List.of(
          List.of("--JOB_NAME", "firn ingest"),
          List.of("--JOB_ID", "j_7e089a7aab766580dd648928aa0abe69"),
          List.of("--JOB_RUN_ID", RUN),
          List.of("--WORKFLOW_NAME", "nightly"),
          List.of("--WORKFLOW_RUN_ID", "wr_1f"),
          List.of("--TempDir", "s3://lake/tmp/"),
          List.of("--job-language", "scala"),
          List.of("--class", "FirnJob"),
          List.of("--scriptLocation", "s3://lake/firn/FirnJob.scala"),
          List.of("--extra-jars", "s3://lake/firn/firn.jar"),
          List.of("--extra-files", "s3://lake/firn/log4j2.properties"),
          List.of("--datalake-formats", "iceberg"),
          List.of("--job-bookmark-option", "job-bookmark-disable"),
          List.of("--enable-metrics", "true"),
          List.of("--enable-auto-scaling=true"),
          List.of("--enable-observability-metrics", ""),
          List.of("--enable-continuous-cloudwatch-log"),
          List.of("--enable-spark-ui", "true"),
          List.of("--spark-event-logs-path", "s3://lake/history/"),
          List.of("--conf", "spark.a=b --conf spark.c=d"),
          List.of("--customer-driver-env-vars", "CUSTOMER_KEY=\"val2,val2 val2\""),
          List.of("--encryption-type", "sse-s3"),
          List.of("--something-new", "-7"),
          List.of("true"));

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private static ParseResult parse(String... arguments) {
    return new CommandLine(new Main()).parseArgs(arguments);
  }

  private int run(String... arguments) {
    return Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
  }

  private static String option(ParseResult parsed, String name) {
    return parsed.matchedOption(name).getValue().toString();
  }

  @Test
  void theCommandIsTakenOutOfAnyOrder() {
    Random random = new Random(17);
    for (int i = 0; i < 200; i++) {
      List<List<String>> pairs = new ArrayList<>(OF_GLUE);
      pairs.add(
          List.of("--firn-command", "ingest --config s3://lake/firn.yaml --max-bad-objects 5"));
      Collections.shuffle(pairs, random);
      String[] arguments = pairs.stream().flatMap(List::stream).toArray(String[]::new);

      ParseResult root = parse(arguments);

      assertThat(option(root, "--run-id")).isEqualTo(RUN);
      ParseResult ingest = root.subcommand();
      assertThat(ingest.commandSpec().name()).isEqualTo("ingest");
      assertThat(ingest.originalArgs()).as("round " + i).hasSize(arguments.length);
      assertThat(ingest.matchedOptions()).hasSize(2);
      assertThat(option(ingest, "--config")).contains("lake/firn.yaml");
      assertThat(option(ingest, "--max-bad-objects")).isEqualTo("5");
    }
  }

  @Test
  void quotesKeepSpacesInAWord() {
    ParseResult parsed =
        parse(
            "--JOB_RUN_ID",
            RUN,
            "--firn-command",
            "  sql --warehouse '/data/my lake'\n \"select 'a\\b'  from t\" --format \"\"'csv' ");

    ParseResult sql = parsed.subcommand();
    assertThat(option(sql, "--warehouse")).isEqualTo("/data/my lake");
    assertThat(sql.matchedPositionals().get(0).<String>getValue())
        .isEqualTo("select 'a\\b'  from t");
    assertThat(option(sql, "--format")).isEqualToIgnoringCase("csv");
  }

  @Test
  void commandsOfCommandsAreCommandsToo() {
    ParseResult parsed =
        parse("--firn-command=ledger resolve b1 --committed --warehouse /lake", "--JOB_NAME", "x");

    assertThat(parsed.subcommand().subcommand().commandSpec().name()).isEqualTo("resolve");
    assertThat(parsed.hasMatchedOption("--run-id")).isFalse();
  }

  @Test
  void aRunIdOfThePersonsOwnGoesFirst() {
    Main main = new Main();
    new CommandLine(main)
        .parseArgs(
            "--JOB_RUN_ID", RUN, "--firn-command", "ingest --warehouse /lake --run-id=nightly");
    assertThat(main.runId()).contains("nightly");
  }

  @Test
  void noOtherCommandLineIsTouched() {
    assertThat(run("sql", "--warehouse", "/w", "--TempDir", "s3://lake/tmp", "select 1"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("Unknown option", "--TempDir");
    assertThat(parse("sql", "--warehouse", "/w", "select '--JOB_NAME'").hasSubcommand()).isTrue();
  }

  @Test
  void aJobThatSaysNotWhatToDoIsToldHow() {
    assertThat(run("--JOB_NAME", "x", "--JOB_RUN_ID", RUN)).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("firn: Missing job parameter: --firn-command (Firn's command line, such as ");
  }

  /** Among Glue's arguments it would be without effect, and nobody would know. */
  @ParameterizedTest
  @ValueSource(strings = {"--config", "--max-bad-objects=5", "--json", "--salvage", "--verbose"})
  void anOptionOfFirnsBesideTheCommandIsRefused(String option) {
    assertThat(run("--JOB_NAME", "x", option, "s3://lake/firn.yaml", "--firn-command", "ingest"))
        .isEqualTo(2);
    assertThat(err.toString())
        .startsWith(
            "firn: Invalid job parameter: "
                + option.replaceFirst("=.*", "")
                + " (must be in the value of --firn-command");
  }

  @Test
  void anOptionRightAfterTheCommandIsRefusedToo() {
    assertThat(run("--firn-command=ingest", "--config", "s3://lake/firn.yaml")).isEqualTo(2);
    assertThat(err.toString()).startsWith("firn: Invalid job parameter: --config ");
  }

  @Test
  void aWrongCommandIsWrongUsageAsEverywhere() {
    assertThat(run("--JOB_NAME", "x", "--firn-command", "ingest --confg s3://b/f.yaml"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("Unknown option", "--confg");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {"ingest --config 's3://b/f.yaml", "sql \"a'b", "'"})
  void quotesMustBeClosed(String command) {
    assertThat(run("--firn-command", command)).isEqualTo(2);
    assertThat(err.toString())
        .startsWith(
            "firn: Invalid job parameter: --firn-command " + command + " (must close its quotes)");
  }

  @Test
  void aCommandWithoutAValueIsNone() {
    assertThat(run("--JOB_NAME", "x", "--firn-command")).isEqualTo(2);
    assertThat(err.toString()).startsWith("firn: Missing command");
  }

  @Test
  void helpIsACommandToo() {
    assertThat(run("--firn-command", "--help", "--JOB_NAME", "x")).isZero();
    assertThat(out.toString()).contains("--run-id").doesNotContain("--firn-command");
  }

  /** A line of words and blanks without end is read in one pass. */
  @Test
  void longCommandsAreRead() {
    String words = String.join(" ", Stream.generate(() -> "'a b'c").limit(50_000).toList());
    assertThat(parse("--firn-command", "quarantine retry " + words).subcommand().subcommand())
        .extracting(retry -> retry.matchedPositionals().size())
        .isEqualTo(1);
  }
}
