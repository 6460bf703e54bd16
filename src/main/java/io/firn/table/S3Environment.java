package io.firn.table;

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

  private static @Nullable String firstOf(@Nullable String first, @Nullable String second) {
    return first != null && !first.isEmpty()
        ? first
        : second != null && !second.isEmpty() ? second : null;
  }
}
