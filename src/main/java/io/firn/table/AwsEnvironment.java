package io.firn.table;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the standard AWS variables say of services; an empty one is as none, and leaves it to the
 * SDK.
 *
 * @param s3Endpoint another one than AWS's: only with path style do its buckets resolve
 * @param glueEndpoint another one than AWS's
 */
public record AwsEnvironment(
    @Nullable String s3Endpoint, @Nullable String glueEndpoint, @Nullable String region) {
  public static AwsEnvironment of(Map<String, String> variables) {
    String anyEndpoint = variables.get("AWS_ENDPOINT_URL");
    return new AwsEnvironment(
        firstOf(variables.get("AWS_ENDPOINT_URL_S3"), anyEndpoint),
        firstOf(variables.get("AWS_ENDPOINT_URL_GLUE"), anyEndpoint),
        firstOf(variables.get("AWS_REGION"), variables.get("AWS_DEFAULT_REGION")));
  }

  /** An {@code s3a://} or {@code s3n://} location as Iceberg's tables spell it. */
  static String location(String location) {
    return location.replaceFirst("^s3[an]://", "s3://").replaceFirst("/+$", "");
  }

  /** What Iceberg's S3FileIO and its AWS clients are told. */
  Map<String, String> properties() {
    Map<String, String> properties = new HashMap<>();
    // The SDK reads the endpoint itself, but not path style, without which only AWS resolves.
    if (s3Endpoint != null) {
      properties.put("s3.endpoint", s3Endpoint);
      properties.put("s3.path-style-access", "true");
    }
    if (region != null) {
      properties.put("client.region", region);
    }
    return properties;
  }

  private static @Nullable String firstOf(@Nullable String first, @Nullable String second) {
    return first != null && !first.isEmpty()
        ? first
        : second != null && !second.isEmpty() ? second : null;
  }
}
