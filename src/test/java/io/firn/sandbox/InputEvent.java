package io.firn.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * An event to put.
 *
 * @param timestamp milliseconds since 1970
 * @param bytes how much it counts in sizes and metrics; more than it has where it stands for many
 */
public record InputEvent(long timestamp, String message, long bytes) {
  /** What AWS adds to each message's own bytes. */
  private static final int OVERHEAD = 26;

  public InputEvent {
    if (bytes < 0) {
      throw new IllegalArgumentException("Invalid bytes: " + bytes + " (must not be negative)");
    }
  }

  /** An event that counts what AWS counts: its UTF-8 and 26 bytes. */
  public InputEvent(long timestamp, String message) {
    this(timestamp, message, size(message));
  }

  /** What the message counts against PutLogEvents' limits. */
  long size() {
    return size(message);
  }

  private static long size(String message) {
    return message.getBytes(UTF_8).length + (long) OVERHEAD;
  }
}
