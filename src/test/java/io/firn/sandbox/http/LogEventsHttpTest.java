package io.firn.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.sandbox.Quotas;
import io.firn.sandbox.SandboxSettings;
import io.firn.sandbox.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** Events in and out by the SDK's client. */
final class LogEventsHttpTest {
  private static final Instant START = Instant.parse("2026-11-23T05:00:00Z");

  private final TestClock clock = TestClock.standingAt(START);
  private Sandbox sandbox;
  private Clients clients;
  private CloudWatchLogsClient logs;

  @BeforeEach
  void start() throws Exception {
    sandbox =
        Sandbox.start(
            new Sandbox.Setup(
                clock, SandboxSettings.defaults().withQuotas(Quotas.NONE), Optional.empty(), 0));
    clients = Clients.of(sandbox);
    logs = clients.logs();
    logs.createLogGroup(r -> r.logGroupName("g"));
    logs.createLogStream(r -> r.logGroupName("g").logStreamName("s"));
    logs.createLogStream(r -> r.logGroupName("g").logStreamName("t"));
  }

  @AfterEach
  void stop() throws Exception {
    clients.close();
    sandbox.close();
  }

  private static InputLogEvent event(long timestamp, String message) {
    return InputLogEvent.builder().timestamp(timestamp).message(message).build();
  }

  private PutLogEventsResponse put(String stream, InputLogEvent... events) {
    return logs.putLogEvents(r -> r.logGroupName("g").logStreamName(stream).logEvents(events));
  }

  private long ago(Duration time) {
    return START.minus(time).toEpochMilli();
  }

  @Test
  void eventsOfOtherTimesAreRejectedAndTheRestIsTaken() {
    PutLogEventsResponse old = put("s", event(ago(Duration.ofDays(14)) - 1, "a"));
    assertThat(old.rejectedLogEventsInfo().tooOldLogEventEndIndex()).isEqualTo(1);
    assertThat(old.rejectedLogEventsInfo().tooNewLogEventStartIndex()).isNull();
    assertThat(put("s", event(ago(Duration.ofDays(14)), "oldest")).rejectedLogEventsInfo())
        .isNull();

    PutLogEventsResponse ahead =
        put(
            "s",
            event(START.plusSeconds(7200).toEpochMilli(), "newest"),
            event(START.plusSeconds(7201).toEpochMilli(), "b"));
    assertThat(ahead.rejectedLogEventsInfo().tooNewLogEventStartIndex()).isEqualTo(1);

    assertThat(logs.filterLogEvents(r -> r.logGroupName("g")).events())
        .extracting(FilteredLogEvent::message)
        .containsExactly("oldest", "newest");
  }

  @Test
  void retentionRejectsAndExpires() {
    logs.putRetentionPolicy(r -> r.logGroupName("g").retentionInDays(3));
    PutLogEventsResponse response =
        put("s", event(ago(Duration.ofDays(3)) - 1, "a"), event(ago(Duration.ofDays(3)), "b"));
    assertThat(response.rejectedLogEventsInfo().expiredLogEventEndIndex()).isEqualTo(1);
    assertThat(response.rejectedLogEventsInfo().tooOldLogEventEndIndex()).isNull();
    put("s", event(START.toEpochMilli(), "c"));

    assertThat(messages(logs.filterLogEvents(r -> r.logGroupName("g")))).containsExactly("b", "c");
    clock.advance(Duration.ofMillis(1));
    assertThat(messages(logs.filterLogEvents(r -> r.logGroupName("g")))).containsExactly("c");
    clock.advance(Duration.ofDays(3));
    assertThat(messages(logs.filterLogEvents(r -> r.logGroupName("g")))).isEmpty();
    assertThat(logs.describeLogGroups(r -> {}).logGroups().get(0).storedBytes())
        .isLessThanOrEqualTo(27);
  }

  private static List<String> messages(FilterLogEventsResponse response) {
    return response.events().stream().map(FilteredLogEvent::message).toList();
  }

  @Test
  void aBatchHasLimits() {
    long now = START.toEpochMilli();
    assertThatThrownBy(() -> put("s", event(now, "b"), event(now - 1, "a")))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining(
            "Log events in a single PutLogEvents request must be in chronological order.");
    assertThatThrownBy(() -> put("s", event(ago(Duration.ofHours(25)), "a"), event(now, "b")))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("cannot span more than 24 hours");
    String half = "x".repeat((1 << 19) - 26);
    assertThat(put("s", event(now, half), event(now, half)).rejectedLogEventsInfo()).isNull();
    assertThatThrownBy(() -> put("s", event(now, half), event(now, half + "x")))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("Upload too large: 1048577 bytes exceeds limit of 1048576");
    InputLogEvent[] many = new InputLogEvent[10_001];
    Arrays.fill(many, event(now, "m"));
    assertThatThrownBy(() -> put("s", many))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("Member must have length less than or equal to 10000");
    assertThatThrownBy(() -> put("s", event(now, "")))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("Member must have length greater than or equal to 1");
    assertThatThrownBy(() -> put("none", event(now, "m")))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("The specified log stream does not exist.");
  }

  @Test
  void filterHasInclusiveBoundsAndPages() {
    long now = START.toEpochMilli();
    for (int i = 0; i < 10; i++) {
      put(i % 2 == 0 ? "s" : "t", event(now + i, "message " + i + "\nsecond line"));
    }
    assertThat(
            messages(
                logs.filterLogEvents(r -> r.logGroupName("g").startTime(now + 3).endTime(now + 5))))
        .containsExactly(
            "message 3\nsecond line", "message 4\nsecond line", "message 5\nsecond line");
    FilterLogEventsResponse first = logs.filterLogEvents(r -> r.logGroupName("g").limit(4));
    assertThat(first.events()).hasSize(4);
    assertThat(first.nextToken()).isNotNull();
    assertThat(logs.filterLogEventsPaginator(r -> r.logGroupName("g").limit(4)).events())
        .extracting(FilteredLogEvent::timestamp)
        .containsExactlyElementsOf(LongStream.range(now, now + 10).boxed().toList());
    assertThat(logs.filterLogEvents(r -> r.logGroupName("g").logStreamNames("t")).events())
        .hasSize(5)
        .allSatisfy(event -> assertThat(event.eventId()).matches("[0-9]{56}"))
        .allSatisfy(event -> assertThat(event.ingestionTime()).isEqualTo(now));
    assertThat(messages(logs.filterLogEvents(r -> r.logGroupName("g").filterPattern("message 7"))))
        .containsExactly("message 7\nsecond line");
  }

  @Test
  void aPageHoldsOneMebibyte() {
    String large = "x".repeat(300_000);
    for (int i = 0; i < 5; i++) {
      put("s", event(START.toEpochMilli() + i, large));
    }
    FilterLogEventsResponse first = logs.filterLogEvents(r -> r.logGroupName("g"));
    assertThat(first.events()).hasSize(3);
    assertThat(first.nextToken()).isNotNull();
  }

  @Test
  void anEmptyPageIsNotTheLast() {
    put("s", event(START.toEpochMilli(), "m"));
    sandbox.logs().faults().emptyFilterPages(2);
    FilterLogEventsResponse first = logs.filterLogEvents(r -> r.logGroupName("g").limit(1));
    assertThat(first.events()).isEmpty();
    assertThat(first.nextToken()).isNotNull();
    sandbox.logs().faults().emptyFilterPages(1);
    assertThat(logs.filterLogEventsPaginator(r -> r.logGroupName("g").limit(1)).events())
        .hasSize(1);
  }

  @Test
  void aStreamIsReadFromEitherEnd() {
    long now = START.toEpochMilli();
    for (int i = 0; i < 5; i++) {
      put("s", event(now + i, "m" + i));
    }
    GetLogEventsResponse tail =
        logs.getLogEvents(r -> r.logGroupName("g").logStreamName("s").limit(2));
    assertThat(tail.events()).extracting(OutputLogEvent::message).containsExactly("m3", "m4");
    assertThat(
            logs.getLogEvents(
                    r ->
                        r.logGroupName("g")
                            .logStreamName("s")
                            .limit(2)
                            .nextToken(tail.nextBackwardToken()))
                .events())
        .extracting(OutputLogEvent::message)
        .containsExactly("m1", "m2");
    assertThat(read("s", now + 4)).containsExactly("m0", "m1", "m2", "m3");
  }

  private List<String> read(String stream, long end) {
    List<String> messages = new ArrayList<>();
    String token = null;
    while (true) {
      String asked = token;
      GetLogEventsResponse page =
          logs.getLogEvents(
              r ->
                  r.logGroupName("g")
                      .logStreamName(stream)
                      .endTime(end)
                      .startFromHead(true)
                      .limit(3)
                      .nextToken(asked));
      page.events().forEach(event -> messages.add(event.message()));
      if (page.nextForwardToken().equals(asked)) {
        return messages;
      }
      token = page.nextForwardToken();
    }
  }
}
