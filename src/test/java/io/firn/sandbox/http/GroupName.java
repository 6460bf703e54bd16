package io.firn.sandbox.http;

import io.firn.sandbox.AwsException;
import org.jspecify.annotations.Nullable;

/** A log group that is named, or told by name or ARN as {@code logGroupIdentifier}. */
final class GroupName {
  private static final String IN_ARN = ":log-group:";

  private GroupName() {}

  static String in(Fields fields) {
    String name = fields.text("logGroupName");
    String identifier = fields.text("logGroupIdentifier");
    if ((name == null) == (identifier == null)) {
      throw new AwsException(
          "InvalidParameterException", "Should provider either name or id, but not both");
    }
    return name == null ? ofIdentifier(identifier) : name;
  }

  private static String ofIdentifier(@Nullable String identifier) {
    String text = String.valueOf(identifier);
    int start = text.indexOf(IN_ARN);
    return start < 0 ? text : text.substring(start + IN_ARN.length()).replaceFirst(":\\*$", "");
  }
}
