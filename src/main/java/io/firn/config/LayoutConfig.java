package io.firn.config;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How maintenance lays a route's table out: all routes to one table say the same.
 *
 * @param sort the columns that files are sorted by; none to leave rows in their order
 * @param bloom columns with bloom filters; null to leave the table as it is
 * @param statistics columns with whole bounds in the table's metadata, beside those that have them
 *     anyway
 * @param retain how long events are kept, by their day; null for ever
 */
public record LayoutConfig(
    List<String> sort,
    @Nullable List<String> bloom,
    List<String> statistics,
    @Nullable Duration retain) {
  private static final Pattern COLUMN = Pattern.compile("[a-z0-9_]{1,255}(\\.[a-z0-9_]{1,255})*");

  /** CloudWatch Logs takes events that are up to two weeks old, and a day until they are here. */
  private static final Duration SHORTEST_RETENTION = Duration.ofDays(15);

  public LayoutConfig {
    sort = List.copyOf(sort);
    bloom = bloom == null ? null : List.copyOf(bloom);
    statistics = List.copyOf(statistics);
    if (retain != null) {
      checkedRetention(retain);
    }
  }

  static String checkedColumn(String text) {
    if (!COLUMN.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "Invalid column: '"
              + text
              + "' (must be the name of a column of the table: lower case letters, digits and _,"
              + " dots between the levels)");
    }
    return text;
  }

  static Duration checkedRetention(Duration retain) {
    if (retain.compareTo(SHORTEST_RETENTION) < 0) {
      throw new IllegalArgumentException(
          "Invalid retain: "
              + Durations.text(retain)
              + " (must be 15d or more: CloudWatch Logs takes events that are up to 14d old)");
    }
    return retain;
  }
}
