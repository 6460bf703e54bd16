package io.firn.jobs;

import io.firn.testing.FaultyProxy.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a request to S3, Glue, CloudWatch Logs or CloudWatch needs, as IAM calls it.
 *
 * @param name of the action, {@code s3:GetObject}
 * @param resource its whole name; empty if the request has it in its body
 */
record AwsAction(String name, Optional<String> resource) {
  private static final String GLUE = "AWSGlue.";
  private static final String LOGS = "Logs_20140328.";
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String OBJECTS = "arn:aws:s3:::";

  /** Parameters of requests that are no other action because of them. */
  private static final Set<String> PLAIN =
      Set.of(
          "continuation-token",
          "delimiter",
          "encoding-type",
          "fetch-owner",
          "list-type",
          "max-keys",
          "partNumber",
          "prefix",
          "start-after",
          "x-id");

  /** Headers by which a PUT needs more than s3:PutObject. */
  private static final Set<String> BESIDE_PUT =
      Set.of("x-amz-acl", "x-amz-copy-source", "x-amz-object-lock-mode", "x-amz-tagging");

  /**
   * That of one request, its bucket in the path.
   *
   * @throws IllegalArgumentException if it is none that this class knows
   */
  static AwsAction of(Request request) {
    String target = request.headers().getOrDefault("x-amz-target", "");
    if (target.startsWith(GLUE)) {
      return new AwsAction("glue:" + target.substring(GLUE.length()), Optional.empty());
    }
    if (target.startsWith(LOGS)) {
      return new AwsAction("logs:" + target.substring(LOGS.length()), Optional.empty());
    }
    // CloudWatch's protocol has the operation in the body; Firn calls this one alone.
    return request.headers().getOrDefault("content-type", "").startsWith(FORM)
        ? new AwsAction("cloudwatch:GetMetricData", Optional.empty())
        : ofS3(request);
  }

  private static AwsAction ofS3(Request request) {
    String[] parts = request.target().split("\\?", 2);
    String place = URLDecoder.decode(parts[0].replace("+", "%2B"), StandardCharsets.UTF_8);
    String resource = OBJECTS + place.substring(1).replaceFirst("/$", "");
    String subject = place.indexOf('/', 1) > 0 && !place.endsWith("/") ? "object" : "bucket";
    String call = (request.method() + " " + subject + " " + marks(parts)).strip();
    boolean more = request.headers().keySet().stream().anyMatch(BESIDE_PUT::contains);
    return switch (more ? "" : call) {
      case "GET bucket", "HEAD bucket" -> new AwsAction("s3:ListBucket", Optional.of(resource));
      case "POST bucket delete" -> new AwsAction("s3:DeleteObject", Optional.empty());
      case "GET object", "HEAD object" -> new AwsAction("s3:GetObject", Optional.of(resource));
      case "PUT object", "PUT object uploadId", "POST object uploads", "POST object uploadId" ->
          new AwsAction("s3:PutObject", Optional.of(resource));
      case "DELETE object" -> new AwsAction("s3:DeleteObject", Optional.of(resource));
      case "DELETE object uploadId" ->
          new AwsAction("s3:AbortMultipartUpload", Optional.of(resource));
      default -> throw new IllegalArgumentException("Unknown request: " + request);
    };
  }

  /** The parameters that make it another action. */
  private static String marks(String[] parts) {
    return parts.length < 2
        ? ""
        : Arrays.stream(parts[1].split("&", -1))
            .map(parameter -> parameter.split("=", 2)[0])
            .filter(name -> !name.isEmpty() && !PLAIN.contains(name))
            .sorted()
            .collect(Collectors.joining(" "));
  }
}
