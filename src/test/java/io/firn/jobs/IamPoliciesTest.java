package io.firn.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.policybuilder.iam.IamEffect;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.policybuilder.iam.IamStatement;

/**
 * The policies in {@code conf/iam}: they are policies, allow little, and their README knows all.
 */
final class IamPoliciesTest {
  private static final Path FOLDER = Path.of("conf/iam");

  /** What IAM calls the services that EventBridge's targets name. */
  private static final Map<String, String> PREFIXES =
      Map.of("glue", "glue:", "emr", "elasticmapreduce:", "emrserverless", "emr-serverless:");

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[^}]*}");

  static Stream<Path> policies() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("policies")
  void eachIsAPolicyAsTheSdkReadsIt(Path file) throws IOException {
    String json = Files.readString(file);

    IamPolicy policy = IamPolicy.fromJson(json);

    assertThat(policy.version()).isEqualTo("2012-10-17");
    assertThat(policy.statements()).isNotEmpty().allSatisfy(IamPoliciesTest::assertNarrow);
    boolean ofBucket = file.getFileName().toString().startsWith("bucket-");
    assertThat(policy.statements())
        .allSatisfy(statement -> assertThat(isOfBucket(statement)).isEqualTo(ofBucket));
    ObjectMapper mapper = new ObjectMapper();
    assertThat(members(mapper.readTree(policy.toJson()))).isEqualTo(members(mapper.readTree(json)));
  }

  private static void assertNarrow(IamStatement statement) {
    assertThat(statement.effect()).isEqualTo(IamEffect.ALLOW);
    assertThat(statement.actions())
        .isNotEmpty()
        .allSatisfy(action -> assertThat(action.value()).matches("[a-z0-9-]+:[A-Z][A-Za-z]+"));
    if (statement.resources().stream().anyMatch(resource -> resource.value().equals("*"))) {
      assertThat(statement.conditions()).isNotEmpty();
    }
    if (isOfBucket(statement)) {
      assertThat(statement.conditions()).isNotEmpty();
    } else {
      assertThat(statement.resources().isEmpty()).isEqualTo(!statement.principals().isEmpty());
    }
  }

  /** Who may do it, and on what. */
  private static boolean isOfBucket(IamStatement statement) {
    return !statement.principals().isEmpty() && !statement.resources().isEmpty();
  }

  @Test
  void exportsLandWhereTheServiceMayWrite() throws IOException {
    IamPolicy policy = IamPolicy.fromJson(Files.readString(FOLDER.resolve("bucket-landing.json")));
    assertThat(policy.statements())
        .allSatisfy(
            statement ->
                assertThat(statement.principals())
                    .extracting(principal -> principal.id())
                    .containsExactly("logs.${REGION}.amazonaws.com"));
    assertThat(policy.statements())
        .flatExtracting(IamStatement::actions)
        .extracting(action -> action.value())
        .containsExactly("s3:GetBucketAcl", "s3:PutObject");
    assertThat(policy.statements())
        .allSatisfy(
            statement ->
                assertThat(statement.conditions())
                    .extracting(condition -> condition.key().value())
                    .contains("aws:SourceAccount", "aws:SourceArn"));
  }

  /** How many members there are by name: one that the SDK does not know would be lost. */
  private static Set<String> members(JsonNode json) {
    Set<String> names = new TreeSet<>();
    json.findParents("Effect")
        .forEach(statement -> statement.fieldNames().forEachRemaining(names::add));
    return names;
  }

  /** Those of schedules; EMR Serverless's runs have a role, which is handed to them. */
  @ParameterizedTest
  @CsvSource({
    "schedule.json, glue:startJobRun, arn:aws:glue:eu-central-1:123456789012:job/firn-ingest",
    "schedule-emr.json, emr:addJobFlowSteps,"
        + " arn:aws:elasticmapreduce:eu-central-1:123456789012:cluster/j-1",
    "schedule-emr-serverless.json, emrserverless:startJobRun,"
        + " arn:aws:emr-serverless:eu-central-1:123456789012:/applications/00f",
  })
  void whatTheReadmesSchedulesStartIsAllowed(String file, String target, String resource)
      throws IOException {
    assertThat(Files.readString(Path.of("README.md")))
        .contains("arn:aws:scheduler:::aws-sdk:" + target, "`" + file + "`");
    String service = target.substring(0, target.indexOf(':'));
    String operation = target.substring(service.length() + 1);
    Permissions permissions =
        Permissions.of(
            FOLDER.resolve(file),
            Map.of(
                "REGION", "eu-central-1",
                "ACCOUNT", "123456789012",
                "JOB_NAME", "firn-ingest",
                "CLUSTER_ID", "j-1",
                "APPLICATION_ID", "00f",
                "JOB_ROLE", "firn-ingest"));

    assertThat(permissions.allow(PREFIXES.get(service) + capital(operation), resource)).isTrue();
    assertThat(permissions.allow("iam:PassRole", "arn:aws:iam::123456789012:role/firn-ingest"))
        .isEqualTo(service.equals("emrserverless"));
  }

  private static String capital(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  @Test
  void theReadmeNamesEachFileAndPlaceholder() throws IOException {
    String readme = Files.readString(FOLDER.resolve("README.md"));
    StringBuilder all = new StringBuilder();
    for (Path file : policies().toList()) {
      assertThat(readme).contains("`" + file.getFileName() + "`");
      all.append(Files.readString(file));
    }
    assertThat(placeholders(readme.replace("${...}", ""))).isEqualTo(placeholders(all.toString()));
  }

  private static Set<String> placeholders(String text) {
    Set<String> found = new TreeSet<>();
    PLACEHOLDER.matcher(text).results().forEach(one -> found.add(one.group()));
    return found;
  }
}
