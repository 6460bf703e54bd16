package io.firn.sandbox;

import java.time.Duration;
import java.util.List;

/** The limits of one PutLogEvents call. */
final class PutLimits {
  private static final int MOST_EVENTS = 10_000;
  private static final long MOST_BYTES = 1_048_576;
  private static final long LONGEST_SPAN = Duration.ofHours(24).toMillis();

  private PutLimits() {}

  static void check(List<InputEvent> events) {
    checkCount(events.size());
    checkSizes(events);
    checkOrder(events);
  }

  private static void checkCount(int count) {
    if (count < 1) {
      throw AwsErrors.constraint(
          "logEvents", "[]", "Member must have length greater than or equal to 1");
    }
    if (count > MOST_EVENTS) {
      throw AwsErrors.constraint(
          "logEvents",
          "[" + count + " events]",
          "Member must have length less than or equal to " + MOST_EVENTS);
    }
  }

  private static void checkSizes(List<InputEvent> events) {
    long total = 0;
    for (InputEvent event : events) {
      Checks.time("logEvents.member.timestamp", event.timestamp());
      if (event.message().isEmpty()) {
        throw AwsErrors.constraint(
            "logEvents.member.message", "", "Member must have length greater than or equal to 1");
      }
      if (event.size() > MOST_BYTES) {
        throw AwsErrors.invalidParameter(
            "Log event too large: " + event.size() + " bytes exceeds limit of " + MOST_BYTES);
      }
      total += event.size();
    }
    if (total > MOST_BYTES) {
      throw AwsErrors.invalidParameter(
          "Upload too large: " + total + " bytes exceeds limit of " + MOST_BYTES);
    }
  }

  private static void checkOrder(List<InputEvent> events) {
    for (int i = 1; i < events.size(); i++) {
      if (events.get(i).timestamp() < events.get(i - 1).timestamp()) {
        throw AwsErrors.invalidParameter(
            "Log events in a single PutLogEvents request must be in chronological order.");
      }
    }
    long span = events.get(events.size() - 1).timestamp() - events.get(0).timestamp();
    if (span > LONGEST_SPAN) {
      throw AwsErrors.invalidParameter(
          "The batch of log events in a single PutLogEvents request cannot span more than 24"
              + " hours.");
    }
  }
}
