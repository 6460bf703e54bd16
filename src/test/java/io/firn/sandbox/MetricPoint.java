package io.firn.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The sum of the period that starts at {@code time}, in milliseconds since 1970. */
public record MetricPoint(long time, double value) {
  static List<MetricPoint> of(NavigableMap<Long, Double> sums) {
    List<MetricPoint> points = new ArrayList<>();
    sums.forEach((time, value) -> points.add(new MetricPoint(time, value)));
    return points;
  }

  /** Points of equal times as one, in time order. */
  static List<MetricPoint> added(List<List<MetricPoint>> series) {
    NavigableMap<Long, Double> sums = new TreeMap<>();
    series.forEach(
        points -> points.forEach(point -> sums.merge(point.time(), point.value(), Double::sum)));
    return of(sums);
  }
}
