package io.firn.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Refuses more calls of an operation than its quota within any one second. */
final class CallRates {
  private static final Duration WINDOW = Duration.ofSeconds(1);

  private final Optional<Clock> clock;
  private final Map<Operation, Deque<Instant>> admitted = new EnumMap<>(Operation.class);

  CallRates(Quotas quotas, Clock testClock) {
    this.clock =
        switch (quotas) {
          case BY_TEST_CLOCK -> Optional.of(testClock);
          case BY_REAL_CLOCK -> Optional.of(Clock.systemUTC());
          case NONE -> Optional.empty();
        };
  }

  /** Counts a call, or refuses it. */
  void admit(Operation operation) {
    clock.ifPresent(measure -> admit(operation, measure.instant()));
  }

  private void admit(Operation operation, Instant now) {
    Deque<Instant> calls = admitted.computeIfAbsent(operation, first -> new ArrayDeque<>());
    Instant start = now.minus(WINDOW);
    while (!calls.isEmpty() && !calls.getFirst().isAfter(start)) {
      calls.removeFirst();
    }
    if (calls.size() >= operation.callsPerSecond()) {
      throw AwsErrors.throttled();
    }
    calls.addLast(now);
  }
}
