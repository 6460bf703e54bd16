package io.firn;

import java.io.Serializable;
import java.util.regex.Pattern;

/** The name of a CloudWatch log group: 1 to 512 characters of {@code a-zA-Z0-9_-/.#}. */
public record LogGroup(String name) implements Serializable {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_\\-/.#]{1,512}");

  public LogGroup {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "Invalid log group: '" + name + "' (must be 1 to 512 characters of a-zA-Z0-9_-/.#)");
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
