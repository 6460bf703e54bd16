package io.firn.sandbox;

import java.time.Duration;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A log group as the sandbox keeps it. */
final class StoredGroup {
  private final String name;
  private final GroupClass logClass;
  private final NavigableMap<String, StoredStream> streams = new TreeMap<>();
  private final EventStore events = new EventStore();
  private final IngestCounts counts = new IngestCounts();
  private long created;
  private @Nullable Integer retentionDays;
  private long sequence;

  StoredGroup(String name, GroupClass logClass, long created) {
    this.name = name;
    this.logClass = logClass;
    this.created = created;
    // Events of the class for delivery stay a day, whatever is asked for.
    this.retentionDays = logClass == GroupClass.DELIVERY ? 1 : null;
  }

  String name() {
    return name;
  }

  GroupClass logClass() {
    return logClass;
  }

  long created() {
    return created;
  }

  void backdate(long creation) {
    created = creation;
  }

  void keep(@Nullable Integer days) {
    retentionDays = days;
  }

  NavigableMap<String, StoredStream> streams() {
    return streams;
  }

  StoredStream stream(String stream) {
    StoredStream found = streams.get(stream);
    if (found == null) {
      throw AwsErrors.noStream();
    }
    return found;
  }

  IngestCounts counts() {
    return counts;
  }

  /** The oldest timestamp that is still kept. */
  long oldest(long now) {
    return retentionDays == null ? 0 : now - Duration.ofDays(retentionDays).toMillis();
  }

  void take(StoredStream stream, InputEvent event, long ingestionTime) {
    StoredEvent stored =
        new StoredEvent(
            stream.name(),
            event.timestamp(),
            ingestionTime,
            event.message(),
            event.bytes(),
            sequence++);
    events.add(stored);
    stream.took(stored);
    counts.add(ingestionTime, event.bytes());
  }

  /** Those from one timestamp up to, and with, another that are still kept. */
  Stream<StoredEvent> events(long from, long to, long now) {
    return events.between(Math.max(from, oldest(now)), to);
  }

  void deleteStream(String stream) {
    streams.remove(stream(stream).name());
    events.dropStream(stream);
  }

  void expire(long now) {
    events.dropBefore(oldest(now));
  }

  LogGroupView view(AccountRegion place) {
    return new LogGroupView(
        name, created, place.logGroupArn(name), logClass, retentionDays, events.bytes());
  }
}
