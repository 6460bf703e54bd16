package io.firn.table;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the standard AWS variables say of S3; an empty one is as none, and leaves it to the SDK.
 *
 * @param endpoint another one than AWS's: only with path style do its buckets resolve
 */
public record S3Environment(@Nullable String endpoint, @Nullable String region) {
  public static S3Environment of(Map<String, String> variables) {
    return new S3Environment(
        firstOf(variables.get("AWS_ENDPOINT_URL_S3"), variables.get("AWS_ENDPOINT_URL")),
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
    if (endpoint != null) {
      properties.put("s3.endpoint", endpoint);
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
