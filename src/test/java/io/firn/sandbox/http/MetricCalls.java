package io.firn.sandbox.http;

import io.firn.sandbox.AwsException;
import io.firn.sandbox.IngestMetric;
import io.firn.sandbox.MetricPoint;
import io.firn.sandbox.MetricQuery;
import io.firn.sandbox.RegionalLogs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * GetMetricData for what CloudWatch Logs counts: the metrics IncomingBytes and IncomingLogEvents of
 * AWS/Logs, in sums, of one log group or of all.
 */
final class MetricCalls {
  private static final String NAMESPACE = "http://monitoring.amazonaws.com/doc/2010-08-01/";
  private static final int MOST_QUERIES = 500;

  private MetricCalls() {}

  static WireResponse answer(Form form, RegionalLogs logs) {
    List<String> members = form.members("MetricDataQueries");
    if (members.isEmpty() || members.size() > MOST_QUERIES) {
      throw invalid("MetricDataQueries must have 1 to " + MOST_QUERIES + " members");
    }
    List<MetricQuery> queries = new ArrayList<>();
    members.forEach(member -> queries.add(query(form, member)));
    List<List<MetricPoint>> answers = logs.metricData(queries);
    boolean ascending = form.find("ScanBy").filter("TimestampAscending"::equals).isPresent();
    StringBuilder results = new StringBuilder("<MetricDataResults>");
    for (int i = 0; i < members.size(); i++) {
      List<MetricPoint> points = new ArrayList<>(answers.get(i));
      if (!ascending) {
        Collections.reverse(points);
      }
      results.append(result(form, members.get(i), points));
    }
    return Xml.result(
        "GetMetricData", NAMESPACE, results.append("</MetricDataResults>").toString());
  }

  private static MetricQuery query(Form form, String member) {
    String metric = member + "MetricStat.Metric.";
    String stat = form.text(member + "MetricStat.Stat");
    if (!stat.equals("Sum") || !form.text(metric + "Namespace").equals("AWS/Logs")) {
      throw invalid("The sandbox has sums of metrics of the namespace AWS/Logs only");
    }
    String name = form.text(metric + "MetricName");
    return new MetricQuery(
        IngestMetric.named(name)
            .orElseThrow(() -> invalid("The sandbox has no metric of the name " + name)),
        group(form, metric).orElse(null),
        time(form, "StartTime"),
        time(form, "EndTime"),
        Duration.ofSeconds(Long.parseLong(form.text(member + "MetricStat.Period"))));
  }

  private static Optional<String> group(Form form, String metric) {
    for (String dimension : form.members(metric + "Dimensions")) {
      if (!form.text(dimension + "Name").equals("LogGroupName")) {
        throw invalid("The sandbox has no dimension but LogGroupName");
      }
      return form.find(dimension + "Value");
    }
    return Optional.empty();
  }

  private static long time(Form form, String name) {
    return Instant.parse(form.text(name)).toEpochMilli();
  }

  private static String result(Form form, String member, List<MetricPoint> points) {
    StringBuilder times = new StringBuilder();
    StringBuilder values = new StringBuilder();
    for (MetricPoint point : points) {
      times.append(Xml.element("member", Instant.ofEpochMilli(point.time()).toString()));
      values.append(Xml.element("member", String.valueOf(point.value())));
    }
    return "<member>"
        + Xml.element("Id", form.text(member + "Id"))
        + Xml.element("Label", form.text(member + "MetricStat.Metric.MetricName"))
        + "<Timestamps>"
        + times
        + "</Timestamps><Values>"
        + values
        + "</Values>"
        + Xml.element("StatusCode", "Complete")
        + "</member>";
  }

  private static AwsException invalid(String message) {
    return new AwsException("InvalidParameterValue", message);
  }
}
