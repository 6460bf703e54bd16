package io.firn.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.policybuilder.iam.IamStatement;

/** What a policy allows. Its conditions are taken as met, and it denies nothing. */
public final class Permissions {
  private final IamPolicy policy;

  private Permissions(IamPolicy policy) {
    this.policy = policy;
  }

  /**
   * Of a file in {@code conf/iam}.
   *
   * @param values of the placeholders, by name
   */
  public static Permissions of(Path file, Map<String, String> values) throws IOException {
    String json = Files.readString(file);
    for (Map.Entry<String, String> value : values.entrySet()) {
      json = json.replace("${" + value.getKey() + "}", value.getValue());
    }
    return new Permissions(IamPolicy.fromJson(json));
  }

  /** Whether it allows an action on a resource, each by its full name. */
  public boolean allow(String action, String resource) {
    return policy.statements().stream()
        .filter(statement -> statement.actions().stream().anyMatch(is -> is(is.value(), action)))
        .anyMatch(statement -> isOn(statement, resource));
  }

  private static boolean isOn(IamStatement statement, String resource) {
    return statement.resources().stream().anyMatch(is -> is(is.value(), resource));
  }

  /** Whether a pattern, in which {@code *} is any characters, has a name in it. */
  private static boolean is(String pattern, String name) {
    String regex =
        Arrays.stream(pattern.split("\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    return name.matches(regex);
  }
}
