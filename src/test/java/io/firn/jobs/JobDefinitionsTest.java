package io.firn.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.cli.Main;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.deploy.SparkSubmitArguments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;
import scala.collection.JavaConverters;
import software.amazon.awssdk.services.emr.model.ActionOnFailure;
import software.amazon.awssdk.services.emr.model.AddJobFlowStepsRequest;
import software.amazon.awssdk.services.emr.model.Configuration;
import software.amazon.awssdk.services.emr.model.StepConfig;
import software.amazon.awssdk.services.emrserverless.model.SparkSubmit;
import software.amazon.awssdk.services.emrserverless.model.StartJobRunRequest;
import software.amazon.awssdk.services.glue.model.CreateJobRequest;
import software.amazon.awssdk.services.glue.model.WorkerType;
import software.amazon.awssdk.services.scheduler.model.Target;

/** The definitions in {@code jobs/}: each loads into its request, and what it names is there. */
final class JobDefinitionsTest {
  private static final Path JOBS = Path.of("jobs");

  /** The commands that people give; all others are for schedulers. */
  private static final Set<String> FOR_PEOPLE =
      Set.of("backfill", "config", "ledger", "quarantine", "schema", "sql", "status");

  /** Those that a scheduler starts where there is no Spark. */
  private static final Set<String> WITHOUT_SPARK = Set.of("backfill", "export");

  private static final String ICEBERG = "/usr/share/aws/iceberg/lib/iceberg-spark3-runtime.jar";
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

  static Stream<Path> glue() throws IOException {
    return definitions("glue");
  }

  static Stream<Path> emr() throws IOException {
    return definitions("emr").filter(file -> file.toString().endsWith("-step.json"));
  }

  static Stream<Path> emrServerless() throws IOException {
    return definitions("emr-serverless");
  }

  private static Stream<Path> definitions(String platform) throws IOException {
    try (Stream<Path> files = Files.list(JOBS.resolve(platform))) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
    }
  }

  private static String filled(Path file) throws IOException {
    return PLACEHOLDER.matcher(Files.readString(file)).replaceAll("s3://lake/$1");
  }

  @Test
  void everyJobIsThereForEachPlatform() throws IOException {
    Set<String> others = Set.of("README.md", "glue/FirnJob.scala", "emr/configurations.json");
    Map<String, List<String>> platforms;
    try (Stream<Path> files = Files.walk(JOBS)) {
      platforms =
          files
              .filter(file -> Files.isRegularFile(file))
              .filter(file -> !others.contains(JOBS.relativize(file).toString()))
              .collect(
                  Collectors.groupingBy(
                      JobDefinitionsTest::command,
                      Collectors.mapping(
                          file -> JOBS.relativize(file).getName(0).toString(),
                          Collectors.toList())));
    }
    Set<String> jobs = new TreeSet<>(new CommandLine(new Main()).getSubcommands().keySet());
    assertThat(jobs).containsAll(FOR_PEOPLE).containsAll(WITHOUT_SPARK);
    jobs.removeAll(FOR_PEOPLE);
    jobs.removeAll(WITHOUT_SPARK);
    assertThat(platforms)
        .containsOnlyKeys(jobs)
        .allSatisfy(
            (command, of) ->
                assertThat(of).containsExactlyInAnyOrder("glue", "emr", "emr-serverless"));
  }

  @ParameterizedTest
  @MethodSource("glue")
  void glueJobIsARequestToCreateOne(Path file) throws IOException {
    CreateJobRequest job =
        AwsJson.load(filled(file), CreateJobRequest.builder(), CreateJobRequest.class);

    assertThat(job.command().name()).isEqualTo("glueetl");
    assertThat(job.glueVersion()).isEqualTo("5.1");
    assertThat(job.workerType()).isIn(WorkerType.G_1_X, WorkerType.G_2_X, WorkerType.G_4_X);
    assertThat(job.numberOfWorkers()).isGreaterThanOrEqualTo(2);
    assertThat(job.timeout()).isPositive();
    assertThat(job.maxRetries()).isZero();
    assertThat(job.executionProperty().maxConcurrentRuns()).isEqualTo(1);
    assertThat(job.defaultArguments())
        .containsEntry("--job-language", "scala")
        .containsEntry("--extra-jars", "s3://lake/FIRN_JAR_URI")
        .containsEntry("--datalake-formats", "iceberg")
        .containsEntry("--job-bookmark-option", "job-bookmark-disable")
        .containsEntry("--enable-auto-scaling", "true");
    assertCommand(ofGlue(job), command(file));
  }

  /** What its main method gets: its parameters in the order of a map, and the run's own. */
  private static List<String> ofGlue(CreateJobRequest job) {
    List<String> arguments = new ArrayList<>(List.of("--JOB_NAME", job.name()));
    job.defaultArguments().forEach((name, value) -> arguments.addAll(List.of(name, value)));
    arguments.addAll(List.of("true", "--JOB_RUN_ID", "jr_1"));
    return arguments;
  }

  @ParameterizedTest
  @MethodSource("glue")
  void theScriptsObjectIsTheJobsClassAndCallsFirn(Path file) throws Exception {
    List<String> script = Files.readAllLines(JOBS.resolve("glue/FirnJob.scala"));
    Map<String, String> arguments =
        AwsJson.load(filled(file), CreateJobRequest.builder(), CreateJobRequest.class)
            .defaultArguments();

    assertThat(script).hasSize(5);
    assertThat(script.get(0)).isEqualTo("object " + arguments.get("--class") + " {");
    MatchResult call =
        Pattern.compile("([a-zA-Z.]+)\\.main\\(sysArgs\\)")
            .matcher(script.get(2))
            .results()
            .toList()
            .get(0);
    assertMain(call.group(1));
  }

  @ParameterizedTest
  @MethodSource("emr")
  void emrStepIsARequestToAddOne(Path file) throws IOException, ReflectiveOperationException {
    AddJobFlowStepsRequest request =
        AwsJson.load(filled(file), AddJobFlowStepsRequest.builder(), AddJobFlowStepsRequest.class);

    assertThat(request.steps()).hasSize(1);
    StepConfig step = request.steps().get(0);
    assertThat(step.actionOnFailure()).isEqualTo(ActionOnFailure.CONTINUE);
    assertThat(step.hadoopJarStep().jar()).isEqualTo("command-runner.jar");
    List<String> arguments = step.hadoopJarStep().args();
    assertThat(arguments.get(0)).isEqualTo("spark-submit");
    SparkSubmitArguments submit = submit(arguments.subList(1, arguments.size()));
    assertThat(submit.deployMode()).isEqualTo("cluster");
    assertThat(submit.jars()).isEqualTo("file:" + ICEBERG);
    assertThat(properties(submit)).containsEntry("spark.yarn.maxAppAttempts", "1");
    assertFirn(submit, file);
  }

  @Test
  void emrClusterHasIceberg() throws IOException {
    JsonNode all = new ObjectMapper().readTree(JOBS.resolve("emr/configurations.json").toFile());

    assertThat(all).hasSize(1);
    Configuration first =
        AwsJson.load(all.get(0).toString(), Configuration.builder(), Configuration.class);
    assertThat(first.classification()).isEqualTo("iceberg-defaults");
    assertThat(first.properties()).isEqualTo(Map.of("iceberg.enabled", "true"));
  }

  @ParameterizedTest
  @MethodSource("emrServerless")
  void emrServerlessRunIsARequestToStartOne(Path file)
      throws IOException, ReflectiveOperationException {
    StartJobRunRequest request =
        AwsJson.load(filled(file), StartJobRunRequest.builder(), StartJobRunRequest.class);

    assertThat(request.clientToken()).isEqualTo("s3://lake/FIRN_CLIENT_TOKEN");
    assertThat(request.retryPolicy().maxAttempts()).isEqualTo(1);
    assertThat(request.executionTimeoutMinutes()).isPositive();
    SparkSubmit driver = request.jobDriver().sparkSubmit();
    List<String> arguments =
        new ArrayList<>(Arrays.asList(driver.sparkSubmitParameters().split(" ")));
    arguments.add(driver.entryPoint());
    arguments.addAll(driver.entryPointArguments());
    SparkSubmitArguments submit = submit(arguments);
    assertThat(properties(submit)).containsEntry("spark.jars", ICEBERG);
    assertFirn(submit, file);
  }

  private static SparkSubmitArguments submit(List<String> arguments) {
    return new SparkSubmitArguments(
        JavaConverters.asScalaBuffer(arguments).toSeq(),
        scala.collection.immutable.Map$.MODULE$.empty());
  }

  private static Map<String, String> properties(SparkSubmitArguments submit) {
    return JavaConverters.mapAsJavaMap(submit.sparkProperties());
  }

  private static void assertFirn(SparkSubmitArguments submit, Path file)
      throws ReflectiveOperationException {
    assertMain(submit.mainClass());
    assertThat(submit.primaryResource()).isEqualTo("s3://lake/FIRN_JAR_URI");
    assertCommand(JavaConverters.seqAsJavaList(submit.childArgs()), command(file));
  }

  private static void assertMain(String type) throws ReflectiveOperationException {
    int modifiers = Class.forName(type).getMethod("main", String[].class).getModifiers();
    assertThat(Modifier.isStatic(modifiers)).isTrue();
  }

  /** The file's name says the command: {@code firn-<command>}. */
  private static String command(Path file) {
    return file.getFileName().toString().replaceFirst("firn-(.*?)(-step)?\\.json", "$1");
  }

  private static void assertCommand(List<String> arguments, String command) {
    ParseResult parsed = new CommandLine(new Main()).parseArgs(arguments.toArray(String[]::new));
    assertThat(parsed.subcommand().commandSpec().name()).isEqualTo(command);
    assertThat(parsed.subcommand().matchedOption("--config").getValue().toString())
        .matches(".*lake/FIRN_CONFIG_(URI|WORD)");
  }

  @Test
  void theReadmesScheduleStartsTheJob() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    String target = readme.substring(readme.indexOf("--target '") + 10);
    Target loaded =
        AwsJson.load(target.substring(0, target.indexOf("'")), Target.builder(), Target.class);
    assertThat(loaded.arn()).isEqualTo("arn:aws:scheduler:::aws-sdk:glue:startJobRun");
    assertThat(
            AwsJson.loadForScheduler(
                    loaded.input(),
                    software.amazon.awssdk.services.glue.model.StartJobRunRequest.builder(),
                    software.amazon.awssdk.services.glue.model.StartJobRunRequest.class)
                .jobName())
        .isEqualTo("firn-ingest");
  }

  @Test
  void theReadmesOtherCommandIsOne() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    String arguments = readme.substring(readme.indexOf("--arguments '") + 13);
    JsonNode json = new ObjectMapper().readTree(arguments.substring(0, arguments.indexOf("'")));
    ParseResult parsed =
        new CommandLine(new Main())
            .parseArgs("--firn-command", json.get("--firn-command").textValue());
    assertThat(parsed.subcommand().subcommand().commandSpec().name()).isEqualTo("list");
  }

  static Stream<List<String>> scripts() {
    return Stream.of(
        List.of("submit-glue", "glue/firn-ingest.json"),
        List.of("submit-glue", "glue/firn-run.json"),
        List.of("submit-emr", "emr/firn-ingest-step.json"),
        List.of("submit-emr", "emr/firn-run-step.json"),
        List.of("submit-emr-serverless", "emr-serverless/firn-ingest.json"),
        List.of("submit-emr-serverless", "emr-serverless/firn-run.json"));
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void placeholdersAreThoseThatTheScriptNames(List<String> scriptAndFile) throws IOException {
    String help = comments(scriptAndFile.get(0));
    String named = help.substring(help.indexOf("Placeholders"), help.indexOf("Exit codes"));

    assertThat(placeholders(Files.readString(JOBS.resolve(scriptAndFile.get(1)))))
        .isNotEmpty()
        .isEqualTo(placeholders(named));
    String code = Files.readString(Path.of("scripts", scriptAndFile.get(0)));
    String shown = code.substring(code.indexOf("firn_filled "));
    assertThat(
            Pattern.compile("FIRN_[A-Z_]+")
                .matcher(shown.substring(0, shown.indexOf(')')))
                .results())
        .extracting(MatchResult::group)
        .hasSameElementsAs(placeholders(named));
  }

  private static Set<String> placeholders(String text) {
    return PLACEHOLDER
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void variablesAreThoseThatTheScriptReads(List<String> scriptAndFile) throws IOException {
    String script = scriptAndFile.get(0);
    Set<String> documented =
        Pattern.compile("(?m)^  (FIRN_[A-Z_]+) ")
            .matcher(comments(script))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    String code = Files.readString(Path.of("scripts", script)).replaceAll("(?m)^#.*", "");
    String needed = code.substring(code.indexOf("firn_need "), code.indexOf("file="));
    String shared = Files.readString(Path.of("scripts/submit.sh"));
    Set<String> read =
        Stream.concat(
                Pattern.compile("FIRN_[A-Z_]+").matcher(needed).results(),
                Pattern.compile("FIRN_[A-Z_]+(?=:-)").matcher(code + shared).results())
            .map(MatchResult::group)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(read).isEqualTo(documented);
  }

  private static String comments(String script) throws IOException {
    return Files.readAllLines(Path.of("scripts", script)).stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^# ?", ""))
        .collect(Collectors.joining("\n"));
  }
}
