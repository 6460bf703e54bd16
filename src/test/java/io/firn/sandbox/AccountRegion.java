package io.firn.sandbox;

import java.util.regex.Pattern;

/** An AWS account in a Region: each has log groups, limits and one export slot of its own. */
public record AccountRegion(String account, String region) {
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
  private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-[0-9]");

  public AccountRegion {
    if (!ACCOUNT.matcher(account).matches()) {
      throw new IllegalArgumentException("Invalid account: " + account + " (must be 12 digits)");
    }
    if (!REGION.matcher(region).matches()) {
      throw new IllegalArgumentException(
          "Invalid Region: " + region + " (must be like eu-central-1)");
    }
  }

  String logGroupArn(String group) {
    return "arn:aws:logs:" + region + ":" + account + ":log-group:" + group;
  }
}
