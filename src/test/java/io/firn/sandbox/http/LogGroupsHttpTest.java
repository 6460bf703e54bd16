package io.firn.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.sandbox.Quotas;
import io.firn.sandbox.SandboxSettings;
import io.firn.sandbox.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroupClass;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OrderBy;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** Log groups and streams by the SDK's client. */
final class LogGroupsHttpTest {
  private static final Instant START = Instant.parse("2026-11-23T05:00:00Z");

  private static Sandbox sandbox;
  private static Clients clients;

  private TestClock clock;
  private CloudWatchLogsClient logs;

  @BeforeAll
  static void startSandbox() throws Exception {
    sandbox =
        Sandbox.start(
            new Sandbox.Setup(
                TestClock.standingAt(START),
                SandboxSettings.defaults().withQuotas(Quotas.NONE),
                Optional.empty(),
                0));
    clients = Clients.of(sandbox);
  }

  @AfterAll
  static void stopSandbox() throws Exception {
    clients.close();
    sandbox.close();
  }

  @BeforeEach
  void useClients() {
    clock = sandbox.clock();
    logs = clients.logs();
  }

  @AfterEach
  void deleteAll() {
    for (LogGroup group : logs.describeLogGroupsPaginator(r -> {}).logGroups()) {
      logs.deleteLogGroup(r -> r.logGroupName(group.logGroupName()));
    }
  }

  @Test
  void aGroupIsToldWithAllThatExportsDependOn() {
    long created = clock.millis();
    logs.createLogGroup(r -> r.logGroupName("/shop/orders"));
    logs.putRetentionPolicy(r -> r.logGroupName("/shop/orders").retentionInDays(3));

    assertThat(logs.describeLogGroups(r -> r.logGroupNamePrefix("/shop")).logGroups())
        .singleElement()
        .satisfies(
            group -> {
              assertThat(group.logGroupName()).isEqualTo("/shop/orders");
              assertThat(group.creationTime()).isEqualTo(created);
              assertThat(group.retentionInDays()).isEqualTo(3);
              assertThat(group.logGroupClass()).isEqualTo(LogGroupClass.STANDARD);
              assertThat(group.storedBytes()).isZero();
              assertThat(group.arn())
                  .isEqualTo("arn:aws:logs:us-east-1:123456789012:log-group:/shop/orders:*");
            });

    logs.deleteRetentionPolicy(r -> r.logGroupName("/shop/orders"));
    assertThat(logs.describeLogGroups(r -> {}).logGroups().get(0).retentionInDays()).isNull();
  }

  @Test
  void aGroupThatIsMadeAgainIsANewOne() {
    logs.createLogGroup(r -> r.logGroupName("g"));
    clock.advance(Duration.ofHours(1));
    logs.deleteLogGroup(r -> r.logGroupName("g"));
    logs.createLogGroup(r -> r.logGroupName("g"));
    assertThat(logs.describeLogGroups(r -> {}).logGroups().get(0).creationTime())
        .isEqualTo(clock.millis());
  }

  @Test
  void groupsComeInPagesOfFifty() {
    for (int i = 0; i < 120; i++) {
      String name = "g-%03d".formatted(i);
      logs.createLogGroup(r -> r.logGroupName(name));
    }
    DescribeLogGroupsResponse first = logs.describeLogGroups(r -> {});
    assertThat(first.logGroups()).hasSize(50);
    assertThat(first.nextToken()).isNotNull();
    assertThat(logs.describeLogGroupsPaginator(r -> r.limit(7)).logGroups())
        .extracting(LogGroup::logGroupName)
        .hasSize(120)
        .isSorted()
        .doesNotHaveDuplicates();
    assertThatThrownBy(() -> logs.describeLogGroups(r -> r.limit(51)))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("Member must have value less than or equal to 50");
    assertThatThrownBy(() -> logs.describeLogGroups(r -> r.nextToken("made up")))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("The specified nextToken is invalid.");
  }

  @Test
  void groupsAreFoundByPrefixPatternAndClass() {
    logs.createLogGroup(r -> r.logGroupName("/aws/lambda/a"));
    logs.createLogGroup(
        r -> r.logGroupName("/aws/lambda/b").logGroupClass(LogGroupClass.INFREQUENT_ACCESS));
    logs.createLogGroup(r -> r.logGroupName("/shop/a").logGroupClass(LogGroupClass.DELIVERY));

    assertThat(names(logs.describeLogGroups(r -> r.logGroupNamePrefix("/aws/"))))
        .containsExactly("/aws/lambda/a", "/aws/lambda/b");
    assertThat(names(logs.describeLogGroups(r -> r.logGroupNamePattern("/a"))))
        .containsExactly("/aws/lambda/a", "/aws/lambda/b", "/shop/a");
    assertThat(names(logs.describeLogGroups(r -> r.logGroupClass(LogGroupClass.INFREQUENT_ACCESS))))
        .containsExactly("/aws/lambda/b");
    assertThat(logs.describeLogGroups(r -> r.logGroupNamePattern("shop")).logGroups().get(0))
        .satisfies(group -> assertThat(group.logGroupClass()).isNull());
    assertThatThrownBy(
            () -> logs.describeLogGroups(r -> r.logGroupNamePattern("a").logGroupNamePrefix("a")))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("mutually exclusive");
  }

  private static List<String> names(DescribeLogGroupsResponse response) {
    return response.logGroups().stream().map(LogGroup::logGroupName).toList();
  }

  @Test
  void namesAndExistenceAreChecked() {
    logs.createLogGroup(r -> r.logGroupName("g"));
    assertThatThrownBy(() -> logs.createLogGroup(r -> r.logGroupName("g")))
        .isInstanceOf(ResourceAlreadyExistsException.class)
        .hasMessageContaining("The specified log group already exists");
    assertThatThrownBy(() -> logs.createLogGroup(r -> r.logGroupName("a b")))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining(
            "Value 'a b' at 'logGroupName' failed to satisfy constraint: Member must satisfy"
                + " regular expression pattern: [\\.\\-_/#A-Za-z0-9]+");
    assertThatThrownBy(() -> logs.deleteLogGroup(r -> r.logGroupName("none")))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("The specified log group does not exist.");
    assertThatThrownBy(() -> logs.putRetentionPolicy(r -> r.logGroupName("g").retentionInDays(2)))
        .isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(() -> logs.createLogStream(r -> r.logGroupName("g").logStreamName("a:b")))
        .isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(() -> logs.listTagsForResource(r -> r.resourceArn("arn:aws:logs:x")))
        .isInstanceOf(CloudWatchLogsException.class)
        .hasMessageContaining("The sandbox does not know Logs_20140328.ListTagsForResource");
  }

  @Test
  void streamsComeInPagesByNameOrByLastEvent() {
    logs.createLogGroup(r -> r.logGroupName("g"));
    for (int i = 0; i < 60; i++) {
      String name = "2026/11/23/[$LATEST]%02d".formatted(i);
      logs.createLogStream(r -> r.logGroupName("g").logStreamName(name));
    }
    String old = "2026/11/23/[$LATEST]41";
    put(old, clock.millis() - 5);
    String recent = "2026/11/23/[$LATEST]07";
    put(recent, clock.millis());

    assertThat(logs.describeLogStreamsPaginator(r -> r.logGroupName("g")).logStreams())
        .extracting(LogStream::logStreamName)
        .hasSize(60)
        .isSorted();
    DescribeLogStreamsResponse newest =
        logs.describeLogStreams(
            r ->
                r.logGroupIdentifier("arn:aws:logs:us-east-1:123456789012:log-group:g")
                    .orderBy(OrderBy.LAST_EVENT_TIME)
                    .descending(true)
                    .limit(2));
    assertThat(newest.logStreams())
        .extracting(LogStream::logStreamName)
        .containsExactly(recent, old);
    assertThat(newest.logStreams().get(1).lastEventTimestamp()).isEqualTo(clock.millis() - 5);
    assertThat(
            logs.describeLogStreams(
                    r -> r.logGroupName("g").logStreamNamePrefix("2026/11/23/[$LATEST]0"))
                .logStreams())
        .hasSize(10);
    assertThatThrownBy(() -> logs.createLogStream(r -> r.logGroupName("g").logStreamName(recent)))
        .isInstanceOf(ResourceAlreadyExistsException.class);
    logs.deleteLogStream(r -> r.logGroupName("g").logStreamName(recent));
    assertThat(logs.filterLogEvents(r -> r.logGroupName("g")).events()).hasSize(1);
  }

  private void put(String stream, long timestamp) {
    InputLogEvent event = InputLogEvent.builder().timestamp(timestamp).message("m").build();
    logs.putLogEvents(r -> r.logGroupName("g").logStreamName(stream).logEvents(event));
  }
}
