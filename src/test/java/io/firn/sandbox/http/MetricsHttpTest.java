package io.firn.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.sandbox.Operation;
import io.firn.sandbox.SandboxSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;

/** What came in, by the SDK's CloudWatch client. */
final class MetricsHttpTest {
  private static final Instant START = ExportFixture.START;

  private static ExportFixture fixture;

  @BeforeAll
  static void start() throws Exception {
    fixture = new ExportFixture(SandboxSettings.defaults());
    fixture.logs().createLogGroup(r -> r.logGroupName("quiet"));
    fixture.put("s", START.toEpochMilli(), "1234", "äö");
    fixture.clock().advance(Duration.ofMinutes(59));
    fixture.put("s", START.toEpochMilli(), "1234");
    fixture.clock().advance(Duration.ofHours(2));
    fixture.put("s", START.toEpochMilli(), "1234");
  }

  @AfterAll
  static void stop() throws Exception {
    fixture.close();
  }

  private static MetricDataQuery query(String id, String metric, int period, String... group) {
    List<Dimension> dimensions =
        List.of(group).stream()
            .map(name -> Dimension.builder().name("LogGroupName").value(name).build())
            .toList();
    return MetricDataQuery.builder()
        .id(id)
        .metricStat(
            s ->
                s.metric(m -> m.namespace("AWS/Logs").metricName(metric).dimensions(dimensions))
                    .period(period)
                    .stat("Sum"))
        .build();
  }

  private static GetMetricDataResponse data(ScanBy order, MetricDataQuery... queries) {
    return fixture
        .clients()
        .metrics()
        .getMetricData(
            r ->
                r.startTime(START)
                    .endTime(START.plus(Duration.ofDays(1)))
                    .scanBy(order)
                    .metricDataQueries(queries));
  }

  @Test
  void bytesAndEventsAreSummedByPeriod() {
    GetMetricDataResponse response =
        data(
            ScanBy.TIMESTAMP_ASCENDING,
            query("bytes", "IncomingBytes", 3600, "g"),
            query("events", "IncomingLogEvents", 3600, "g"),
            query("none", "IncomingBytes", 3600, "quiet"),
            query("all", "IncomingLogEvents", 86_400));
    MetricDataResult bytes = response.metricDataResults().get(0);
    assertThat(bytes.id()).isEqualTo("bytes");
    assertThat(bytes.timestamps()).containsExactly(START, START.plusSeconds(2 * 3600));
    assertThat(bytes.values()).containsExactly(90.0, 30.0);
    assertThat(bytes.statusCodeAsString()).isEqualTo("Complete");
    assertThat(response.metricDataResults().get(1).values()).containsExactly(3.0, 1.0);
    assertThat(response.metricDataResults().get(2).values()).isEmpty();
    assertThat(response.metricDataResults().get(3).values()).containsExactly(4.0);
  }

  @Test
  void theNewestComesFirstUnlessAskedOtherwise() {
    assertThat(
            data(ScanBy.TIMESTAMP_DESCENDING, query("a", "IncomingBytes", 3600, "g"))
                .metricDataResults()
                .get(0)
                .values())
        .containsExactly(30.0, 90.0);
  }

  @Test
  void theGroupsStoredBytesAreTheSame() {
    assertThat(fixture.logs().describeLogGroups(r -> r.logGroupNamePrefix("g")).logGroups())
        .singleElement()
        .satisfies(group -> assertThat(group.storedBytes()).isEqualTo(120));
  }

  @Test
  void otherMetricsAndBadQuestionsAreRefused() {
    assertThatThrownBy(() -> data(ScanBy.TIMESTAMP_ASCENDING, query("a", "Other", 3600)))
        .isInstanceOf(CloudWatchException.class)
        .hasMessageContaining("The sandbox has no metric of the name Other");
    assertThatThrownBy(() -> data(ScanBy.TIMESTAMP_ASCENDING, query("a", "IncomingBytes", 90)))
        .hasMessageContaining("must be a multiple of 60");
    fixture.sandbox().logs().faults().deny(Operation.GET_METRIC_DATA);
    assertThatThrownBy(() -> data(ScanBy.TIMESTAMP_ASCENDING, query("a", "IncomingBytes", 60)))
        .isInstanceOfSatisfying(
            CloudWatchException.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(403);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
            });
    fixture.sandbox().logs().faults().clear();
    fixture.sandbox().logs().faults().throttle(Operation.GET_METRIC_DATA, 1);
    assertThat(
            data(ScanBy.TIMESTAMP_ASCENDING, query("a", "IncomingBytes", 60)).metricDataResults())
        .hasSize(1);
  }
}
