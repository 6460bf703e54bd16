package io.firn.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.firn.AccountRegion;
import io.firn.LogGroup;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Log groups of an account and Region that Firn exports.
 *
 * @param roleArn the role that is taken for it; null for the process's own credentials
 * @param landing {@code s3://<bucket>/<prefix>}
 * @param groups which log groups
 * @param schedule when and how much at once
 * @param landingRetention how long objects of a window stay after it was taken in; null for ever
 */
public record SourceConfig(
    AccountRegion place,
    @Nullable String roleArn,
    String landing,
    GroupChoice groups,
    Schedule schedule,
    @Nullable Duration landingRetention) {
  /** What exports put behind it is at most 800 bytes long. */
  private static final int LONGEST_PREFIX = 200;

  private static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]*:iam::[0-9]{12}:role/.+");
  private static final Pattern LANDING =
      Pattern.compile("s3a?://(?<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(/(?<prefix>.*?))?/?");

  /**
   * Which log groups.
   *
   * @param include those that one of these matches
   * @param exclude but none that one of these matches
   */
  public record GroupChoice(List<GroupPattern> include, List<GroupPattern> exclude) {
    public GroupChoice {
      include = List.copyOf(include);
      exclude = List.copyOf(exclude);
    }

    public boolean takes(LogGroup group) {
      return include.stream().anyMatch(pattern -> pattern.matches(group))
          && exclude.stream().noneMatch(pattern -> pattern.matches(group));
    }
  }

  /**
   * When windows are exported, and how large they are.
   *
   * @param backfillShare percent of the slot's time
   */
  public record Schedule(
      Duration settle,
      Duration every,
      List<Duration> recheckAfter,
      int backfillShare,
      ByteSize windowBytes) {
    public Schedule {
      recheckAfter = List.copyOf(recheckAfter);
    }
  }

  /** The bucket's name. */
  public String bucket() {
    return matched().group("bucket");
  }

  /** Without slashes at its ends; empty for the bucket itself. */
  public String prefix() {
    return Optional.ofNullable(matched().group("prefix")).orElse("");
  }

  private Matcher matched() {
    Matcher matcher = LANDING.matcher(landing);
    if (!matcher.matches()) {
      throw new AssertionError("Checked when it was read: " + landing);
    }
    return matcher;
  }

  static String checkedLanding(String landing) {
    if (!LANDING.matcher(landing).matches()) {
      throw new IllegalArgumentException(
          "Invalid landing: '" + landing + "' (must be s3://<bucket>/<prefix>)");
    }
    Matcher matcher = LANDING.matcher(landing);
    String prefix = matcher.matches() ? matcher.group("prefix") : null;
    if (prefix != null && prefix.getBytes(UTF_8).length > LONGEST_PREFIX) {
      throw new IllegalArgumentException(
          "Invalid landing: '"
              + landing
              + "' (must have a prefix of at most "
              + LONGEST_PREFIX
              + " bytes, as keys are of at most 1,024)");
    }
    return landing;
  }

  static String checkedRole(String role) {
    if (!ROLE.matcher(role).matches()) {
      throw new IllegalArgumentException(
          "Invalid role-arn: '" + role + "' (must be like arn:aws:iam::123456789012:role/firn)");
    }
    return role;
  }
}
