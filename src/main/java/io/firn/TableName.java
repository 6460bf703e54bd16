package io.firn;

import java.io.Serializable;
import java.util.regex.Pattern;

/** A table's namespace and name, both lower case {@code [a-z0-9_]} as Athena and Glue want them. */
public record TableName(String namespace, String name) implements Serializable {
  private static final Pattern PART = Pattern.compile("[a-z0-9_]{1,255}");

  public TableName {
    if (!PART.matcher(namespace).matches() || !PART.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "Invalid table: '"
              + namespace
              + "."
              + name
              + "' (must be <namespace>.<name>, each of lower case letters, digits and _)");
    }
  }

  /** Reads {@code namespace.name}. */
  public static TableName parse(String text) {
    int dot = text.indexOf('.');
    if (dot < 0) {
      throw new IllegalArgumentException(
          "Invalid table: '" + text + "' (must be <namespace>.<name>, for example logs.orders)");
    }
    return new TableName(text.substring(0, dot), text.substring(dot + 1));
  }

  @Override
  public String toString() {
    return namespace + "." + name;
  }
}
