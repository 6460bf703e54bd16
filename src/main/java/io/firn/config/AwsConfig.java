package io.firn.config;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What all of AWS is asked for.
 *
 * @param region null if only the environment may say it
 */
public record AwsConfig(@Nullable String region) {
  private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+){1,3}-[0-9]{1,2}");

  public AwsConfig {
    if (region != null) {
      checkedRegion(region);
    }
  }

  static String checkedRegion(String region) {
    if (!REGION.matcher(region).matches()) {
      throw new IllegalArgumentException(
          "Invalid region: '" + region + "' (must be like eu-central-1)");
    }
    return region;
  }
}
