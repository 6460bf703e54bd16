package io.firn.sandbox;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What came into a log group in each minute: the metrics IncomingBytes and IncomingLogEvents. */
final class IngestCounts {
  private static final long MINUTE_MILLIS = 60_000L;

  private final Map<IngestMetric, NavigableMap<Long, Double>> minutes =
      new EnumMap<>(IngestMetric.class);

  void add(long ingestionTime, long bytes) {
    long minute = Math.floorDiv(ingestionTime, MINUTE_MILLIS) * MINUTE_MILLIS;
    of(IngestMetric.INCOMING_BYTES).merge(minute, (double) bytes, Double::sum);
    of(IngestMetric.INCOMING_LOG_EVENTS).merge(minute, 1.0, Double::sum);
  }

  private NavigableMap<Long, Double> of(IngestMetric metric) {
    return minutes.computeIfAbsent(metric, first -> new TreeMap<>());
  }

  /** The sums of each period that has any, ascending; a period starts at a multiple of itself. */
  List<MetricPoint> sums(MetricQuery query) {
    long period = query.period().toMillis();
    NavigableMap<Long, Double> sums = new TreeMap<>();
    of(query.metric())
        .subMap(query.from(), true, query.to(), false)
        .forEach(
            (minute, sum) -> sums.merge(Math.floorDiv(minute, period) * period, sum, Double::sum));
    return MetricPoint.of(sums);
  }
}
