package io.firn;

import java.io.Serializable;
import java.util.regex.Pattern;

/** An AWS account in a Region: what has log groups and one export slot of its own. */
public record AccountRegion(String account, String region) implements Serializable {
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
  private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+){1,3}-[0-9]{1,2}");

  public AccountRegion {
    if (!ACCOUNT.matcher(account).matches()) {
      throw new IllegalArgumentException(
          "Invalid account: '" + account + "' (must be 12 digits, in quotes)");
    }
    if (!REGION.matcher(region).matches()) {
      throw new IllegalArgumentException(
          "Invalid region: '" + region + "' (must be like eu-central-1)");
    }
  }

  /** For people, and as a name of files: {@code 123456789012-eu-central-1}. */
  @Override
  public String toString() {
    return account + "-" + region;
  }
}
