package io.firn.jobs;

import static java.util.Map.entry;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.services.emr.model.AddJobFlowStepsRequest;
import software.amazon.awssdk.services.emr.model.Configuration;
import software.amazon.awssdk.services.emr.model.HadoopJarStepConfig;
import software.amazon.awssdk.services.emr.model.StepConfig;
import software.amazon.awssdk.services.emrserverless.model.ConfigurationOverrides;
import software.amazon.awssdk.services.emrserverless.model.GetJobRunRequest;
import software.amazon.awssdk.services.emrserverless.model.JobDriver;
import software.amazon.awssdk.services.emrserverless.model.MonitoringConfiguration;
import software.amazon.awssdk.services.emrserverless.model.RetryPolicy;
import software.amazon.awssdk.services.emrserverless.model.S3MonitoringConfiguration;
import software.amazon.awssdk.services.emrserverless.model.SparkSubmit;
import software.amazon.awssdk.services.emrserverless.model.StartJobRunRequest;
import software.amazon.awssdk.services.glue.model.ConnectionsList;
import software.amazon.awssdk.services.glue.model.CreateJobRequest;
import software.amazon.awssdk.services.glue.model.ExecutionProperty;
import software.amazon.awssdk.services.glue.model.JobCommand;
import software.amazon.awssdk.services.glue.model.JobUpdate;
import software.amazon.awssdk.services.glue.model.UpdateJobRequest;
import software.amazon.awssdk.services.scheduler.model.Target;
import software.amazon.awssdk.utils.builder.Buildable;

/** JSON as the AWS API, the AWS CLI and schedulers read it, loaded into the SDK's own types. */
final class AwsJson {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  /** By the API reference: the SDK's types do not say it. */
  private static final Map<Class<?>, Set<String>> REQUIRED =
      Map.ofEntries(
          entry(CreateJobRequest.class, Set.of("Name", "Role", "Command")),
          entry(UpdateJobRequest.class, Set.of("JobName", "JobUpdate")),
          entry(JobUpdate.class, Set.of()),
          entry(JobCommand.class, Set.of()),
          entry(ExecutionProperty.class, Set.of()),
          entry(ConnectionsList.class, Set.of()),
          entry(
              software.amazon.awssdk.services.glue.model.StartJobRunRequest.class,
              Set.of("JobName")),
          entry(AddJobFlowStepsRequest.class, Set.of("JobFlowId", "Steps")),
          entry(StepConfig.class, Set.of("Name", "HadoopJarStep")),
          entry(HadoopJarStepConfig.class, Set.of("Jar")),
          entry(Configuration.class, Set.of()),
          entry(
              StartJobRunRequest.class, Set.of("applicationId", "clientToken", "executionRoleArn")),
          entry(JobDriver.class, Set.of()),
          entry(SparkSubmit.class, Set.of("entryPoint")),
          entry(RetryPolicy.class, Set.of()),
          entry(ConfigurationOverrides.class, Set.of()),
          entry(MonitoringConfiguration.class, Set.of()),
          entry(S3MonitoringConfiguration.class, Set.of()),
          entry(GetJobRunRequest.class, Set.of("applicationId", "jobRunId")),
          entry(Target.class, Set.of("Arn", "RoleArn")),
          entry(software.amazon.awssdk.services.scheduler.model.RetryPolicy.class, Set.of()));

  private AwsJson() {}

  /**
   * Loads members by the names that the API has for them.
   *
   * @throws IllegalArgumentException if the type does not know a member, lacks one that it
   *     requires, or one is of another type
   */
  static <T> T load(String json, SdkPojo builder, Class<T> type) throws IOException {
    return type.cast(build(JSON.readTree(json), builder, "", SdkField::memberName));
  }

  /** The same with names that begin with capital letters, as EventBridge Scheduler wants them. */
  static <T> T loadForScheduler(String json, SdkPojo builder, Class<T> type) throws IOException {
    return type.cast(build(JSON.readTree(json), builder, "", field -> capital(field.memberName())));
  }

  private static String capital(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  private static Object build(
      JsonNode json, SdkPojo builder, String path, Function<SdkField<?>, String> name) {
    require(json.isObject(), path, "an object");
    Map<String, SdkField<?>> fields =
        builder.sdkFields().stream().collect(Collectors.toMap(name, field -> field));
    json.fields()
        .forEachRemaining(
            member -> {
              String at = path + "/" + member.getKey();
              SdkField<?> field = fields.get(member.getKey());
              require(field != null, at, "a member that the API has");
              field.set(builder, value(member.getValue(), field, at, name));
            });
    Set<String> required = required(builder.getClass().getEnclosingClass());
    fields.forEach(
        (member, field) ->
            require(
                json.has(member) || !required.contains(field.memberName()),
                path + "/" + member,
                "there"));
    return ((Buildable) builder).build();
  }

  private static Set<String> required(Class<?> type) {
    if (!REQUIRED.containsKey(type)) {
      throw new IllegalArgumentException("Cannot load " + type + ": it is not in REQUIRED");
    }
    return REQUIRED.get(type);
  }

  private static Object value(
      JsonNode json, SdkField<?> field, String path, Function<SdkField<?>, String> name) {
    String type = field.marshallingType().getTargetClass().getSimpleName();
    return switch (type) {
      case "String" -> scalar(json.isTextual(), json.textValue(), path, "a string");
      case "Integer" -> scalar(json.isInt(), json.intValue(), path, "a number");
      case "Long" -> scalar(json.isIntegralNumber(), json.longValue(), path, "a number");
      case "Boolean" -> scalar(json.isBoolean(), json.booleanValue(), path, "true or false");
      case "List" -> list(json, field.getTrait(ListTrait.class).memberFieldInfo(), path, name);
      case "Map" -> map(json, field.getTrait(MapTrait.class).valueFieldInfo(), path, name);
      case "SdkPojo" -> build(json, field.constructor().get(), path, name);
      default -> throw new IllegalArgumentException("Cannot load " + path + ": it is of " + type);
    };
  }

  private static Object scalar(boolean is, Object value, String path, String what) {
    require(is, path, what);
    return value;
  }

  private static List<Object> list(
      JsonNode json, SdkField<?> element, String path, Function<SdkField<?>, String> name) {
    require(json.isArray(), path, "an array");
    List<Object> values = new ArrayList<>();
    json.forEach(one -> values.add(value(one, element, path + "/" + values.size(), name)));
    return values;
  }

  private static Map<String, Object> map(
      JsonNode json, SdkField<?> value, String path, Function<SdkField<?>, String> name) {
    require(json.isObject(), path, "an object");
    Map<String, Object> values = new LinkedHashMap<>();
    json.fields()
        .forEachRemaining(
            entry ->
                values.put(
                    entry.getKey(),
                    value(entry.getValue(), value, path + "/" + entry.getKey(), name)));
    return values;
  }

  private static void require(boolean is, String path, String what) {
    if (!is) {
      throw new IllegalArgumentException("Invalid JSON: " + path + " (must be " + what + ")");
    }
  }
}
