package io.firn.sandbox;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parameters against the service's model, with the texts that AWS answers. */
final class Checks {
  private static final String GROUP = "[\\.\\-_/#A-Za-z0-9]+";
  private static final String STREAM = "[^:*]*";
  private static final int LONGEST_NAME = 512;

  private Checks() {}

  static String group(@Nullable String name) {
    return named("logGroupName", name, GROUP);
  }

  static String stream(@Nullable String name) {
    return named("logStreamName", name, STREAM);
  }

  /** A text of at most 512 characters. */
  static String text(String parameter, @Nullable String value) {
    if (value == null) {
      throw AwsErrors.missing(parameter);
    }
    if (value.isEmpty()) {
      throw AwsErrors.constraint(
          parameter, value, "Member must have length greater than or equal to 1");
    }
    if (value.length() > LONGEST_NAME) {
      throw AwsErrors.constraint(
          parameter, value, "Member must have length less than or equal to " + LONGEST_NAME);
    }
    return value;
  }

  private static String named(String parameter, @Nullable String value, String pattern) {
    String name = text(parameter, value);
    if (!Pattern.matches(pattern, name)) {
      throw AwsErrors.constraint(
          parameter, name, "Member must satisfy regular expression pattern: " + pattern);
    }
    return name;
  }

  /** A page's size: the most that there is, if null. */
  static int limit(@Nullable Integer limit, int most) {
    if (limit == null) {
      return most;
    }
    if (limit < 1) {
      throw AwsErrors.constraint(
          "limit", limit, "Member must have value greater than or equal to 1");
    }
    if (limit > most) {
      throw AwsErrors.constraint(
          "limit", limit, "Member must have value less than or equal to " + most);
    }
    return limit;
  }

  static long time(String parameter, long millis) {
    if (millis < 0) {
      throw AwsErrors.constraint(
          parameter, millis, "Member must have value greater than or equal to 0");
    }
    return millis;
  }
}
