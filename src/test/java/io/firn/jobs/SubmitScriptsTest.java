package io.firn.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.cli.Main;
import io.firn.testing.FirnProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;
import software.amazon.awssdk.services.emr.model.AddJobFlowStepsRequest;
import software.amazon.awssdk.services.emr.model.StepConfig;
import software.amazon.awssdk.services.emrserverless.model.StartJobRunRequest;
import software.amazon.awssdk.services.glue.model.CreateJobRequest;
import software.amazon.awssdk.services.glue.model.JobUpdate;

/**
 * The submit scripts as processes. An {@code aws} that is no AWS CLI keeps what it is called with,
 * and answers as a test wants.
 */
final class SubmitScriptsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String END_OF_WORD = "\u001F";
  private static final String END_OF_CALL = "\u001E";
  private static final String ODD = "a 'b' \"c\" \\d\\n $HOME `e` ${FIRN_ROLE} & \u00E9*";

  @TempDir private Path directory;

  private Path calls;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void setUp() throws IOException {
    calls = directory.resolve("calls");
    Path jar = Files.writeString(directory.resolve("firn-9.jar"), "a jar");
    Path config = Files.writeString(directory.resolve("firn.yaml"), "a config");
    environment.put("PATH", directory + ":" + System.getenv("PATH"));
    environment.put("FIRN_ARTIFACTS", "s3://lake/firn/");
    environment.put("FIRN_CONFIG", config.toString());
    environment.put("FIRN_JAR", jar.toString());
    environment.put("FIRN_ROLE", "arn:aws:iam::123456789012:role/firn");
    environment.put("FIRN_CLUSTER_ID", "j-2AXXXXXXGAPLF");
    environment.put("FIRN_APPLICATION_ID", "00fkht2eodujab09");
    environment.put("FIRN_POLL_SECONDS", "0");
    for (String none : List.of("JOB_NAME", "TEMP", "LOGS", "CLIENT_TOKEN")) {
      environment.put("FIRN_" + none, "");
    }
    answers("exit 99");
  }

  /** What the {@code aws} on the path does, in bash; {@code $1 $2} are service and operation. */
  private void answers(String script) throws IOException {
    Path aws = directory.resolve("aws");
    Files.writeString(
        aws,
        String.join(
            "\n",
            "#!/usr/bin/env bash",
            "{ printf '%s\\x1f' \"$@\"; printf '\\x1e'; } >>'" + calls + "'",
            script,
            ""));
    assertThat(aws.toFile().setExecutable(true)).isTrue();
  }

  private FirnProcess.Result submit(String script, String... arguments) throws Exception {
    return FirnProcess.runScript(environment, script, arguments);
  }

  /** The words of all calls, which are forgotten then. */
  private List<List<String>> calls() throws IOException {
    if (!Files.exists(calls)) {
      return List.of();
    }
    String text = Files.readString(calls);
    Files.delete(calls);
    return Arrays.stream(text.split(END_OF_CALL))
        .map(call -> List.of(call.split(END_OF_WORD, -1)))
        .map(words -> words.subList(0, words.size() - 1))
        .toList();
  }

  /** The calls that a dry run prints, as a shell reads them; it makes none. */
  private List<List<String>> dryRun(String script, String... options) throws Exception {
    String[] arguments =
        Stream.concat(Stream.of("--dry-run"), Stream.of(options)).toArray(String[]::new);
    FirnProcess.Result result = submit(script, arguments);
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(calls()).isEmpty();

    answers("exit 0");
    ProcessBuilder shell = new ProcessBuilder("bash", "-euc", result.out()).inheritIO();
    shell.environment().put("PATH", environment.get("PATH"));
    assertThat(shell.start().waitFor()).isZero();
    return calls();
  }

  private static List<String> operations(List<List<String>> calls) {
    return calls.stream().map(call -> call.get(0) + " " + call.get(1)).toList();
  }

  private static String value(List<List<String>> calls, String operation, String option) {
    List<String> call =
        calls.stream()
            .filter(one -> operation.equals(one.get(0) + " " + one.get(1)))
            .findFirst()
            .orElseThrow();
    assertThat(call).contains(option);
    return call.get(call.indexOf(option) + 1);
  }

  private List<String> upload(String file, String to) {
    return List.of("s3", "cp", "--only-show-errors", file, to);
  }

  private static CreateJobRequest createdJob(List<List<String>> calls) throws IOException {
    return AwsJson.load(
        value(calls, "glue create-job", "--cli-input-json"),
        CreateJobRequest.builder(),
        CreateJobRequest.class);
  }

  private static String configOf(List<String> arguments) {
    ParseResult parsed = new CommandLine(new Main()).parseArgs(arguments.toArray(String[]::new));
    return parsed.subcommand().matchedOption("--config").stringValues().get(0);
  }

  @Test
  void glueDryRunPrintsEveryCommandInOrder() throws Exception {
    List<List<String>> calls = dryRun("submit-glue", "--wait");

    assertThat(operations(calls))
        .containsExactly(
            "s3 cp",
            "s3 cp",
            "s3 cp",
            "glue get-job",
            "glue update-job",
            "glue create-job",
            "glue start-job-run",
            "glue get-job-run");
    CreateJobRequest job = createdJob(calls);
    String jar = job.defaultArguments().get("--extra-jars");
    assertThat(jar).matches("s3://lake/firn/firn-9-[0-9a-f]{8}\\.jar");
    assertThat(calls.get(0)).isEqualTo(upload(environment.get("FIRN_JAR"), jar));
    assertThat(calls.get(1))
        .isEqualTo(upload(environment.get("FIRN_CONFIG"), "s3://lake/firn/firn.yaml"));
    String root = Path.of("").toRealPath().toString();
    assertThat(calls.get(2))
        .isEqualTo(upload(root + "/jobs/glue/FirnJob.scala", job.command().scriptLocation()));
    assertThat(job.name()).isEqualTo("firn-ingest");
    assertThat(job.role()).isEqualTo(environment.get("FIRN_ROLE"));
    assertThat(job.defaultArguments()).containsEntry("--TempDir", "s3://lake/firn/temp");
    assertThat(configOf(List.of("--firn-command", job.defaultArguments().get("--firn-command"))))
        .isEqualTo("s3://lake/firn/firn.yaml");
    assertThat(value(calls, "glue start-job-run", "--job-name")).isEqualTo("firn-ingest");
  }

  /** The update is the job without its name, which the request has beside it. */
  @Test
  void glueJobIsUpdatedToWhatWouldBeCreated() throws Exception {
    List<List<String>> calls = dryRun("submit-glue");

    JobUpdate update =
        AwsJson.load(
            value(calls, "glue update-job", "--job-update"), JobUpdate.builder(), JobUpdate.class);
    assertThat(value(calls, "glue update-job", "--job-name")).isEqualTo("firn-ingest");
    JsonNode created = JSON.readTree(value(calls, "glue create-job", "--cli-input-json"));
    JsonNode updated = JSON.readTree(value(calls, "glue update-job", "--job-update"));
    ((ObjectNode) created).remove("Name");
    assertThat(updated).isEqualTo(created);
    assertThat(update.command().name()).isEqualTo("glueetl");
  }

  @Test
  void glueJobThatIsNotThereIsCreatedAndRun() throws Exception {
    environment.put("FIRN_JOB_NAME", "nightly");
    List<List<String>> printed = dryRun("submit-glue", "--wait");
    answers(
        """
        case "$1 $2" in
          "glue get-job")
            echo "An error occurred (EntityNotFoundException) when calling GetJob" >&2
            exit 254
            ;;
          "glue create-job") echo '{"Name": "nightly"}' ;;
          "glue start-job-run") echo jr_1 ;;
          "glue get-job-run")
            if [ -e "$0.looked" ]; then printf 'SUCCEEDED\\tNone\\n'; else printf 'RUNNING\\tNone\\n'; fi
            : >"$0.looked"
            ;;
        esac
        """);

    FirnProcess.Result result = submit("submit-glue", "--wait");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.outLines()).containsExactly("jr_1", "SUCCEEDED");
    List<List<String>> made = calls();
    assertThat(operations(made))
        .containsExactly(
            "s3 cp",
            "s3 cp",
            "s3 cp",
            "glue get-job",
            "glue create-job",
            "glue start-job-run",
            "glue get-job-run",
            "glue get-job-run");
    assertThat(value(made, "glue get-job-run", "--run-id")).isEqualTo("jr_1");
    // Beside the run's id, a dry run has printed what is done.
    assertThat(printed).containsAll(made.subList(0, 6));
  }

  @Test
  void glueJobThatIsThereIsUpdated() throws Exception {
    List<List<String>> printed = dryRun("submit-glue");
    answers("[ \"$2\" != start-job-run ] || echo jr_2");

    FirnProcess.Result result = submit("submit-glue");

    assertThat(result.outLines()).containsExactly("jr_2");
    List<List<String>> made = calls();
    assertThat(operations(made)).contains("glue update-job").doesNotContain("glue create-job");
    assertThat(printed).containsAll(made);
  }

  @Test
  void emrDryRunPrintsEveryCommandInOrder() throws Exception {
    List<List<String>> calls = dryRun("submit-emr", "--wait");

    assertThat(operations(calls))
        .containsExactly("s3 cp", "s3 cp", "emr add-steps", "emr describe-step");
    assertThat(value(calls, "emr add-steps", "--cluster-id")).isEqualTo("j-2AXXXXXXGAPLF");
    // The CLI's steps are flat; otherwise they are the API's.
    StepConfig defined =
        AwsJson.load(
                Files.readString(Path.of("jobs/emr/firn-ingest-step.json")),
                AddJobFlowStepsRequest.builder(),
                AddJobFlowStepsRequest.class)
            .steps()
            .get(0);
    JsonNode steps = JSON.readTree(value(calls, "emr add-steps", "--steps"));
    assertThat(steps).hasSize(1);
    JsonNode step = steps.get(0);
    assertThat(step.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("Name", "ActionOnFailure", "Type", "Jar", "Args");
    assertThat(step.get("Type").textValue()).isEqualTo("CUSTOM_JAR");
    assertThat(step.get("Name").textValue()).isEqualTo(defined.name());
    assertThat(step.get("ActionOnFailure").textValue())
        .isEqualTo(defined.actionOnFailureAsString());
    assertThat(step.get("Jar").textValue()).isEqualTo(defined.hadoopJarStep().jar());
    assertThat(JSON.convertValue(step.get("Args"), String[].class))
        .containsExactly(
            defined.hadoopJarStep().args().stream()
                .map(word -> word.replace("${FIRN_JAR_URI}", calls.get(0).get(4)))
                .map(word -> word.replace("${FIRN_CONFIG_URI}", "s3://lake/firn/firn.yaml"))
                .toArray(String[]::new));
  }

  @Test
  void emrStepIsAddedAndAwaited() throws Exception {
    List<List<String>> printed = dryRun("submit-emr");
    answers(
        """
        case "$1 $2" in
          "emr add-steps") echo s-1 ;;
          "emr describe-step") printf 'COMPLETED\\tNone\\n' ;;
        esac
        """);

    FirnProcess.Result result = submit("submit-emr", "--wait");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.outLines()).containsExactly("s-1", "COMPLETED");
    List<List<String>> made = calls();
    assertThat(printed).isEqualTo(made.subList(0, 3));
    assertThat(value(made, "emr describe-step", "--step-id")).isEqualTo("s-1");
  }

  @Test
  void emrServerlessDryRunPrintsEveryCommandInOrder() throws Exception {
    List<List<String>> calls = dryRun("submit-emr-serverless", "--wait");

    assertThat(operations(calls))
        .containsExactly(
            "s3 cp", "s3 cp", "emr-serverless start-job-run", "emr-serverless get-job-run");
    StartJobRunRequest run = startedRun(calls);
    assertThat(run.applicationId()).isEqualTo("00fkht2eodujab09");
    assertThat(run.clientToken()).matches("[A-Za-z0-9._-]{1,64}");
    assertThat(run.executionRoleArn()).isEqualTo(environment.get("FIRN_ROLE"));
    assertThat(run.jobDriver().sparkSubmit().entryPoint()).isEqualTo(calls.get(0).get(4));
    assertThat(configOf(run.jobDriver().sparkSubmit().entryPointArguments()))
        .isEqualTo("s3://lake/firn/firn.yaml");
    assertThat(
            run.configurationOverrides()
                .monitoringConfiguration()
                .s3MonitoringConfiguration()
                .logUri())
        .isEqualTo("s3://lake/firn/logs");
    assertThat(startedRun(dryRun("submit-emr-serverless")).clientToken())
        .isNotEqualTo(run.clientToken());
  }

  private static StartJobRunRequest startedRun(List<List<String>> calls) throws IOException {
    return AwsJson.load(
        value(calls, "emr-serverless start-job-run", "--cli-input-json"),
        StartJobRunRequest.builder(),
        StartJobRunRequest.class);
  }

  @Test
  void emrServerlessRunThatFailsIsSaid() throws Exception {
    environment.put("FIRN_CLIENT_TOKEN", "nightly-1");
    List<List<String>> printed = dryRun("submit-emr-serverless");
    answers(
        """
        case "$1 $2" in
          "emr-serverless start-job-run") echo 00fr ;;
          "emr-serverless get-job-run") printf 'FAILED\\tJob failed, exit code 4\\n' ;;
        esac
        """);

    FirnProcess.Result result = submit("submit-emr-serverless", "--wait");

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.outLines()).containsExactly("00fr", "FAILED");
    assertThat(result.err())
        .isEqualTo("firn: The run has not succeeded: FAILED\tJob failed, exit code 4\n");
    assertThat(calls().subList(0, 3)).isEqualTo(printed);
    assertThat(startedRun(printed).clientToken()).isEqualTo("nightly-1");
  }

  /** What is in S3 already is not uploaded. */
  @Test
  void jarAndConfigMayBeInS3() throws Exception {
    environment.put("FIRN_JAR", "s3://releases/firn.jar");
    environment.put("FIRN_CONFIG", "s3://lake/it's/firn.yaml");

    List<List<String>> glue = dryRun("submit-glue");
    assertThat(operations(glue)).startsWith("s3 cp", "glue get-job");
    Map<String, String> arguments = createdJob(glue).defaultArguments();
    assertThat(arguments).containsEntry("--extra-jars", "s3://releases/firn.jar");
    assertThat(configOf(List.of("--firn-command", arguments.get("--firn-command"))))
        .isEqualTo("s3://lake/it's/firn.yaml");

    List<List<String>> emr = dryRun("submit-emr");
    assertThat(operations(emr)).containsExactly("emr add-steps");
    List<String> words =
        List.of(
            JSON.convertValue(
                JSON.readTree(value(emr, "emr add-steps", "--steps")).get(0).get("Args"),
                String[].class));
    assertThat(words)
        .endsWith("s3://releases/firn.jar", "ingest", "--config", "s3://lake/it's/firn.yaml");

    List<List<String>> serverless = dryRun("submit-emr-serverless");
    assertThat(operations(serverless)).containsExactly("emr-serverless start-job-run");
  }

  /**
   * By the README's line in a copy of the definition; it arrives, and no dry run prints it. Each
   * submit replaces the whole job, so that it could be nowhere else.
   */
  @Test
  void variableForTheDriverIsAPartOfACopiedDefinition() throws Exception {
    String submit = copyOfScripts("submit-glue");
    String readme = Files.readString(Path.of("README.md"));
    Matcher line = Pattern.compile("(?m)^ *\"--customer-driver-env-vars\": .*,$").matcher(readme);
    assertThat(line.find()).isTrue();
    Path original = Path.of("jobs/glue/firn-ingest.json");
    String anchor = "\"DefaultArguments\": {\n";
    Files.writeString(
        directory.resolve("jobs/glue/firn-ingest-masked.json"),
        Files.readString(original).replace(anchor, anchor + line.group() + "\n"));
    environment.put("FIRN_MASK_KEY", "sixteen or more 'bytes'");

    FirnProcess.Result dryRun = submit(submit, "--dry-run", "firn-ingest-masked");
    assertThat(dryRun.exitCode()).as(dryRun.err()).isZero();
    assertThat(dryRun.out())
        .contains("# *** is the value of FIRN_MASK_KEY\n", "CUSTOMER_FIRN_MASK_KEY=***")
        .doesNotContain("sixteen");

    answers("[ \"$2\" != start-job-run ] || echo jr_3");
    FirnProcess.Result result = submit(submit, "firn-ingest-masked");
    assertThat(result.outLines()).as(result.err()).containsExactly("jr_3");
    JobUpdate update =
        AwsJson.load(
            value(calls(), "glue update-job", "--job-update"),
            JobUpdate.builder(),
            JobUpdate.class);
    assertThat(update.defaultArguments())
        .containsEntry(
            "--customer-driver-env-vars", "CUSTOMER_FIRN_MASK_KEY=sixteen or more 'bytes'")
        .containsKey("--firn-command");
  }

  /** A checkout with jobs that a test may add to; the script's path in it. */
  private String copyOfScripts(String script) throws IOException {
    Path scripts = Files.createDirectories(directory.resolve("scripts"));
    for (String each : List.of(script, "submit.sh", "lib.sh")) {
      Files.copy(
          Path.of("scripts", each), scripts.resolve(each), StandardCopyOption.COPY_ATTRIBUTES);
    }
    Path jobs = Files.createDirectories(directory.resolve("jobs/glue"));
    Files.copy(Path.of("jobs/glue/FirnJob.scala"), jobs.resolve("FirnJob.scala"));
    return scripts.resolve(script).toString();
  }

  /** Quotes, backslashes, placeholders in a value: it arrives as it is. */
  @Test
  void oddValuesArriveAsTheyAre() throws Exception {
    Path config = Files.writeString(directory.resolve("it's \"my\" $config\\.yaml"), "");
    environment.put("FIRN_CONFIG", config.toString());
    environment.put("FIRN_ARTIFACTS", "s3://lake/" + ODD);
    environment.put("FIRN_JOB_NAME", ODD);
    environment.put("FIRN_ROLE", ODD);
    environment.put("FIRN_CLUSTER_ID", ODD);
    environment.put("FIRN_APPLICATION_ID", ODD);
    String uploaded = "s3://lake/" + ODD + "/" + config.getFileName();

    List<List<String>> glue = dryRun("submit-glue");
    assertThat(createdJob(glue).name()).isEqualTo(ODD);
    assertThat(createdJob(glue).role()).isEqualTo(ODD);
    assertThat(value(glue, "glue get-job", "--job-name")).isEqualTo(ODD);
    assertThat(glue.get(1)).isEqualTo(upload(config.toString(), uploaded));

    List<List<String>> emr = dryRun("submit-emr");
    assertThat(value(emr, "emr add-steps", "--cluster-id")).isEqualTo(ODD);
    assertThat(JSON.readTree(value(emr, "emr add-steps", "--steps")).findValues("Args").get(0))
        .last()
        .extracting(JsonNode::textValue)
        .isEqualTo(uploaded);

    StartJobRunRequest run = startedRun(dryRun("submit-emr-serverless"));
    assertThat(run.applicationId()).isEqualTo(ODD);
    assertThat(configOf(run.jobDriver().sparkSubmit().entryPointArguments())).isEqualTo(uploaded);
  }

  @ParameterizedTest
  @CsvSource({
    "submit-glue, 'FIRN_ARTIFACTS, FIRN_CONFIG, FIRN_ROLE'",
    "submit-emr, 'FIRN_ARTIFACTS, FIRN_CONFIG, FIRN_CLUSTER_ID'",
    "submit-emr-serverless, 'FIRN_ARTIFACTS, FIRN_CONFIG, FIRN_APPLICATION_ID, FIRN_ROLE'"
  })
  void missingVariablesAreNamedAllAtOnce(String script, String names) throws Exception {
    environment.replaceAll((name, value) -> name.startsWith("FIRN_") ? "" : value);

    FirnProcess.Result result = submit(script, "--dry-run");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .isEqualTo("firn: Missing variable: " + names + " (see scripts/" + script + " --help)\n");
  }

  @ParameterizedTest
  @CsvSource({
    "FIRN_ARTIFACTS, /tmp/x, 'Invalid FIRN_ARTIFACTS: /tmp/x (must be s3://<bucket>/<prefix>)'",
    "FIRN_CONFIG, /no/such, 'Invalid FIRN_CONFIG: /no/such (must be a file or"
        + " s3://<bucket>/<key>)'",
    "FIRN_JAR, /no/such, 'Invalid FIRN_JAR: /no/such (must be a file or s3://<bucket>/<key>)'",
    "FIRN_TEMP, tmp, 'Invalid FIRN_TEMP: tmp (must be s3://<bucket>/<prefix>)'"
  })
  void wrongVariablesAreNamed(String name, String value, String message) throws Exception {
    environment.put(name, value);

    FirnProcess.Result result = submit("submit-glue", "--dry-run");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).isEqualTo("firn: " + message + "\n");
    assertThat(result.out()).isEmpty();
  }

  @Test
  void controlCharactersAreRefused() throws Exception {
    environment.put("FIRN_ROLE", "a\nb");

    FirnProcess.Result result = submit("submit-glue", "--dry-run");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .isEqualTo("firn: Invalid FIRN_ROLE: 'a\nb' (must have no control characters)\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"submit-glue", "submit-emr", "submit-emr-serverless"})
  void helpIsTheHeaderOfTheScript(String script) throws Exception {
    FirnProcess.Result result = submit(script, "--help");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .contains(
            "scripts/" + script + " [--dry-run] [--wait] [<job>]",
            "FIRN_ARTIFACTS ",
            "Exit codes: ")
        .doesNotContain("#", "set -e");
  }

  @ParameterizedTest
  @ValueSource(strings = {"submit-glue", "submit-emr", "submit-emr-serverless"})
  void wrongArgumentsAreNamed(String script) throws Exception {
    assertThat(submit(script, "--dryrun").err()).startsWith("firn: Unknown option: --dryrun (see ");
    FirnProcess.Result result = submit(script, "--dry-run", "firn-sing");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).startsWith("firn: Unknown job: firn-sing (there is no jobs/");
  }

  @ParameterizedTest
  @CsvSource({
    "s3 cp, Cannot upload ",
    "glue get-job, Cannot look for the Glue job firn-ingest: denied",
    "glue update-job, Cannot update the Glue job firn-ingest: aws failed (see above)",
    "glue start-job-run, Cannot start the Glue job firn-ingest: aws failed (see above)",
    "glue get-job-run, Cannot look for the run's state: 5 looks in a row failed; the run goes on"
  })
  void commandThatFailsEndsTheScript(String operation, String message) throws Exception {
    answers("[ \"$1 $2\" != '" + operation + "' ] || { echo denied >&2; exit 255; }");

    FirnProcess.Result result = submit("submit-glue", "--wait");

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err()).contains("firn: " + message);
    assertThat(operations(calls())).last().isEqualTo(operation);
  }

  /** A look that fails, or tells no state, is no end of the run, if they are not too many. */
  @ParameterizedTest
  @ValueSource(strings = {"submit-glue", "submit-emr", "submit-emr-serverless"})
  void looksThatFailAreRepeated(String script) throws Exception {
    answers(
        """
        case "$2" in
          start-job-run | add-steps) echo id-1 ;;
          get-job-run | describe-step)
            echo x >>"$0.looks"
            case $(wc -l <"$0.looks" | tr -d ' ') in
              1 | 6) echo Throttled >&2; exit 254 ;;
              2 | 7) printf 'None\\tNone\\n' ;;
              3 | 8) ;;
              4 | 9) echo 'Connection reset' >&2; exit 255 ;;
              5) printf 'RUNNING\\tNone\\n' ;;
              *) printf 'COMPLETED\\tNone\\n' ;;
            esac
            ;;
        esac
        """);

    FirnProcess.Result result = submit(script, "--wait");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.outLines()).containsExactly("id-1", "COMPLETED");
    assertThat(Files.readAllLines(directory.resolve("aws.looks"))).hasSize(10);
  }

  @Test
  void withoutAnAwsCliItSaysWhatToDo() throws Exception {
    Path tools = Files.createDirectory(directory.resolve("tools"));
    for (String tool :
        List.of("bash", "dirname", "readlink", "sed", "basename", "cksum", "awk", "cat")) {
      Path found =
          Arrays.stream(System.getenv("PATH").split(":"))
              .map(folder -> Path.of(folder, tool))
              .filter(Files::isExecutable)
              .findFirst()
              .orElseThrow();
      Files.createSymbolicLink(tools.resolve(tool), found);
    }
    environment.put("PATH", tools.toString());

    FirnProcess.Result result = submit("submit-emr");

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err())
        .isEqualTo(
            "firn: Cannot submit: found no AWS CLI (aws) on PATH; install it, or use --dry-run\n");
    assertThat(submit("submit-emr", "--dry-run").exitCode()).isZero();
  }
}
