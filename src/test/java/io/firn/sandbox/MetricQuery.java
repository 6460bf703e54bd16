package io.firn.sandbox;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the sums of a metric.
 *
 * @param group null for all of the account and Region
 * @param from milliseconds since 1970
 * @param to exclusive
 */
public record MetricQuery(
    IngestMetric metric, @Nullable String group, long from, long to, Duration period) {
  public MetricQuery {
    if (period.isNegative() || period.toSeconds() == 0 || period.toSeconds() % 60 != 0) {
      throw new AwsException(
          "InvalidParameterValue",
          "The parameter MetricDataQueries.member.1.MetricStat.Period must be a multiple of 60.");
    }
    if (from >= to) {
      throw new AwsException(
          "ValidationError", "The parameter StartTime must be less than the parameter EndTime.");
    }
  }
}
