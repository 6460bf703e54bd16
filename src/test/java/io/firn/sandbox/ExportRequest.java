package io.firn.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * What CreateExportTask asks for.
 *
 * @param from milliseconds since 1970, inclusive
 * @param to milliseconds since 1970, inclusive too
 * @param prefix null for {@code exportedlogs}
 */
public record ExportRequest(
    @Nullable String taskName,
    String group,
    @Nullable String streamPrefix,
    long from,
    long to,
    String bucket,
    @Nullable String prefix) {
  private static final String DEFAULT_PREFIX = "exportedlogs";

  /** All streams of a group. */
  public static ExportRequest of(
      String taskName, String group, long from, long to, String bucket, String prefix) {
    return new ExportRequest(taskName, group, null, from, to, bucket, prefix);
  }

  /** What the keys of all its objects start with, without a slash at the end. */
  public String prefixOrDefault() {
    return prefix == null ? DEFAULT_PREFIX : prefix;
  }

  void check() {
    if (taskName != null) {
      Checks.text("taskName", taskName);
    }
    Checks.group(group);
    Checks.text("destination", bucket);
    Checks.time("from", from);
    Checks.time("to", to);
    if (streamPrefix != null) {
      Checks.stream(streamPrefix);
    }
    if (from > to) {
      throw AwsErrors.invalidParameter(
          "The specified time range is invalid: from must not be after to.");
    }
  }
}
