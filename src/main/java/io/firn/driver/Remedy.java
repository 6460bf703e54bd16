package io.firn.driver;

import io.firn.export.CloudWatchLogsException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What to do about a failure of the driver's own calls. */
final class Remedy {
  /** AWS names the action that is missing. */
  private static final Pattern ACTION = Pattern.compile("perform: (?<action>[a-z0-9]+:[A-Za-z]+)");

  private static final Pattern SDK_NOISE =
      Pattern.compile(" \\((Service|SDK Attempt Count): .*|(?<=chain) .*", Pattern.DOTALL);

  private Remedy() {}

  /** The failure in one line, with what to do if that is known. */
  static String told(RuntimeException failure) {
    String message = String.valueOf(failure.getMessage());
    String line = SDK_NOISE.matcher(message).replaceFirst("").lines().findFirst().orElse("");
    return of(failure, message).map(remedy -> line + "; " + remedy).orElse(line);
  }

  private static Optional<String> of(RuntimeException failure, String message) {
    if (message.contains("Unable to load credentials")) {
      return Optional.of(
          "set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run where there is a"
              + " role");
    }
    if (message.contains("ExpiredToken")
        || (failure instanceof CloudWatchLogsException call && call.code().contains("Expired"))) {
      return Optional.of("renew the credentials");
    }
    Matcher action = ACTION.matcher(message);
    if (action.find()) {
      return Optional.of("allow the credentials of this source " + action.group("action"));
    }
    if (failure instanceof CloudWatchLogsException call
        && call.code().equals("AccessDeniedException")) {
      return Optional.of(
          "allow the credentials of this source logs:DescribeLogGroups, logs:DescribeExportTasks,"
              + " logs:CreateExportTask and logs:FilterLogEvents");
    }
    boolean refused =
        failure instanceof UncheckedIOException
            && (message.contains("Status Code: 403") || message.contains("Access Denied"));
    return refused
        ? Optional.of(
            "allow the credentials s3:ListBucket on the bucket, and s3:GetObject and s3:PutObject"
                + " below it")
        : Optional.empty();
  }
}
