package io.firn.config;

import io.firn.DateFolders;
import io.firn.DateTemplate;
import io.firn.LogGroup;
import io.firn.ObjectFormat;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Objects of one log group, or, of subscription filters, of those that they name themselves.
 *
 * @param path an absolute directory or file, or {@code s3://<bucket>/<prefix>}; with folders their
 *     template
 * @param logGroup of events that do not name theirs; null if all do
 * @param account of the log group, null if not known
 * @param region of the log group, null if not known
 * @param quietFor how long an export task must have written nothing to be taken for over, where it
 *     cannot be asked; zero takes whatever is there
 * @param folders the date folders that its objects are in; null if they may be anywhere below
 */
public record InputConfig(
    String path,
    ObjectFormat format,
    @Nullable LogGroup logGroup,
    @Nullable String account,
    @Nullable String region,
    Duration quietFor,
    @Nullable DateFolders folders) {
  private static final Duration QUIET = Duration.ofMinutes(15);
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

  public InputConfig {
    if (path.isEmpty()) {
      throw new IllegalArgumentException("Invalid path: '' (must not be empty)");
    }
    if (logGroup == null && format != ObjectFormat.SUBSCRIPTION) {
      throw new IllegalArgumentException(
          "Invalid format: "
              + format.spelling()
              + " (must be subscription, whose events name their log groups, or the input has a"
              + " log-group)");
    }
    if (account != null) {
      checkedAccount(account);
    }
    if (region != null) {
      AwsConfig.checkedRegion(region);
    }
  }

  /**
   * What is said of an input's objects.
   *
   * @param text null for what holds where nothing is said
   * @throws IllegalArgumentException if it is no format
   */
  public static ObjectFormat format(@Nullable String text) {
    return text == null ? Defaults.FORMAT : Choices.of(ObjectFormat.class, ConfigKeys.FORMAT, text);
  }

  /** The log group of events that do not name theirs. */
  public Optional<LogGroup> group() {
    return Optional.ofNullable(logGroup);
  }

  /** What export tasks write to S3 is there before they are over; a directory is copied whole. */
  static Duration usualQuiet(String path) {
    return path.startsWith("s3") ? QUIET : Duration.ZERO;
  }

  /**
   * The account as it is.
   *
   * @throws IllegalArgumentException if it is not 12 digits
   */
  public static String checkedAccount(String account) {
    if (!ACCOUNT.matcher(account).matches()) {
      throw new IllegalArgumentException("Invalid account: '" + account + "' (must be 12 digits)");
    }
    return account;
  }

  /** Whether an object lies below the path of an input, in a date folder of any date. */
  public static boolean isBelow(String uri, String path) {
    return DateTemplate.mayBegin(folder(uri), folder(path));
  }

  private static String folder(String path) {
    return path.replaceFirst("^s3[an]://", "s3://")
        .replaceFirst("^file:/+", "/")
        .replaceFirst("/*$", "/");
  }
}
