package io.firn.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Which events of a group a task exports. */
final class ExportSelection {
  private final SandboxSettings settings;

  ExportSelection(SandboxSettings settings) {
    this.settings = settings;
  }

  /** What a task that starts at a moment finds, in time order. */
  List<StoredEvent> events(StoredGroup group, ExportRequest request, Instant start) {
    long now = start.toEpochMilli();
    return inRange(group, request, now)
        .filter(event -> exportableAt(group, event) <= now)
        .filter(
            event ->
                request.streamPrefix() == null || event.stream().startsWith(request.streamPrefix()))
        .sorted(StoredEvent.IN_TIME)
        .toList();
  }

  private Stream<StoredEvent> inRange(StoredGroup group, ExportRequest request, long now) {
    return switch (settings.selectBy()) {
      case EVENT_TIME -> group.events(request.from(), request.to(), now);
      case INGESTION_TIME ->
          group
              .events(0, Long.MAX_VALUE, now)
              .filter(
                  event ->
                      event.ingestionTime() >= request.from()
                          && event.ingestionTime() <= request.to());
    };
  }

  private long exportableAt(StoredGroup group, StoredEvent event) {
    long longest = settings.exportLag().toMillis();
    if (longest == 0) {
      return event.ingestionTime();
    }
    long seed = settings.seed() * 31 + group.name().hashCode() + event.sequence() * 1_000_003;
    return event.ingestionTime() + new SplittableRandom(seed).nextLong(longest + 1);
  }
}
