package io.firn.aws;

import io.firn.LogGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;

/** CloudWatch's metric IncomingBytes of log groups. */
public final class IncomingBytes {
  /** The most queries of one call. */
  private static final int QUERIES = 500;

  private static final int DAY_SECONDS = (int) Duration.ofDays(1).toSeconds();

  private final CloudWatchClient metrics;

  public IncomingBytes(CloudWatchClient metrics) {
    this.metrics = metrics;
  }

  /** Sums over a time; none of groups that have no such metric. */
  Map<LogGroup, Double> of(List<LogGroup> groups, Instant from, Instant to) {
    Map<LogGroup, Double> bytes = new HashMap<>();
    for (int start = 0; start < groups.size(); start += QUERIES) {
      List<LogGroup> some = groups.subList(start, Math.min(groups.size(), start + QUERIES));
      add(some, from, to, bytes);
    }
    return bytes;
  }

  private void add(List<LogGroup> groups, Instant from, Instant to, Map<LogGroup, Double> bytes) {
    List<MetricDataQuery> queries = new ArrayList<>();
    IntStream.range(0, groups.size()).forEach(i -> queries.add(query(i, groups.get(i))));
    for (MetricDataResult result :
        metrics
            .getMetricDataPaginator(r -> r.metricDataQueries(queries).startTime(from).endTime(to))
            .metricDataResults()) {
      if (!result.values().isEmpty()) {
        double sum = result.values().stream().mapToDouble(Double::doubleValue).sum();
        bytes.merge(groups.get(Integer.parseInt(result.id().substring(1))), sum, Double::sum);
      }
    }
  }

  private static MetricDataQuery query(int number, LogGroup group) {
    return MetricDataQuery.builder()
        .id("m" + number)
        .metricStat(
            stat ->
                stat.stat("Sum")
                    .period(DAY_SECONDS)
                    .metric(
                        metric ->
                            metric
                                .namespace("AWS/Logs")
                                .metricName("IncomingBytes")
                                .dimensions(
                                    Dimension.builder()
                                        .name("LogGroupName")
                                        .value(group.name())
                                        .build())))
        .build();
  }
}
