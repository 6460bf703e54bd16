package io.firn.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What goes into the log groups of an account and Region, and what reads it. */
final class LogEvents {
  private static final int MOST_EVENTS = 10_000;
  private static final long PAGE_BYTES = 1 << 20;
  private static final long OLDEST = Duration.ofDays(14).toMillis();
  private static final long NEWEST = Duration.ofHours(2).toMillis();

  private final LogGroups groups;
  private final Clock clock;

  LogEvents(LogGroups groups, Clock clock) {
    this.groups = groups;
    this.clock = clock;
  }

  RejectedEvents put(String groupName, String streamName, List<InputEvent> events) {
    StoredGroup group = groups.named(groupName);
    StoredStream stream = group.stream(Checks.stream(streamName));
    PutLimits.check(events);
    long now = clock.millis();
    int tooOld = countBefore(now - OLDEST, events);
    int expired = countBefore(group.oldest(now), events);
    int inTime = countBefore(now + NEWEST + 1, events);
    for (InputEvent event : events.subList(Math.min(inTime, Math.max(tooOld, expired)), inTime)) {
      group.take(stream, event, now);
    }
    return new RejectedEvents(
        tooOld == 0 ? null : tooOld,
        expired == 0 ? null : expired,
        inTime == events.size() ? null : inTime);
  }

  /** Takes events as if each had been put at its own time. */
  void putPast(String groupName, String streamName, List<InputEvent> events) {
    StoredGroup group = groups.named(groupName);
    long now = clock.millis();
    StoredStream stream =
        group
            .streams()
            .computeIfAbsent(Checks.stream(streamName), name -> new StoredStream(name, now));
    events.forEach(event -> group.take(stream, event, Math.min(now, event.timestamp())));
  }

  private static int countBefore(long timestamp, List<InputEvent> events) {
    return (int) events.stream().filter(event -> event.timestamp() < timestamp).count();
  }

  Page<StoredEvent> filter(EventQuery query) {
    long now = clock.millis();
    int limit = Checks.limit(query.limit(), MOST_EVENTS);
    Optional<String> last = PageToken.last(query.nextToken());
    List<StoredEvent> following =
        groups
            .named(query.group())
            .events(orElse(query.from(), 0), orElse(query.to(), Long.MAX_VALUE), now)
            .filter(query::asksFor)
            .filter(event -> last.isEmpty() || event.id().compareTo(last.get()) > 0)
            .sorted(StoredEvent.IN_TIME)
            .toList();
    return Page.firstOf(following, Math.min(limit, fitting(following)), StoredEvent::id);
  }

  private static long orElse(@Nullable Long value, long other) {
    return value == null ? other : value;
  }

  /** How many of the first make a page of 1 MiB; at least one. */
  private static int fitting(List<StoredEvent> events) {
    long size = 0;
    for (int count = 0; count < events.size(); count++) {
      StoredEvent event = events.get(count);
      size += new InputEvent(event.timestamp(), event.message()).size();
      if (size > PAGE_BYTES) {
        return Math.max(1, count);
      }
    }
    return Math.max(1, events.size());
  }

  StreamPage read(StreamRead read) {
    long now = clock.millis();
    StoredGroup group = groups.named(read.group());
    group.stream(Checks.stream(read.stream()));
    List<StoredEvent> events =
        group
            .events(orElse(read.from(), 0), orElse(read.to(), Long.MAX_VALUE) - 1, now)
            .filter(event -> event.stream().equals(read.stream()))
            .sorted(StoredEvent.IN_TIME)
            .toList();
    return StreamPage.of(events, read, Checks.limit(read.limit(), MOST_EVENTS));
  }
}
