package io.firn.landing;

import io.firn.ExportWindow.Purpose;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One of the ways that a group's time is gone along, each from older to newer windows.
 *
 * @param after of a recheck, how long after its events
 */
public record Lane(Kind kind, @Nullable Duration after) {
  /** What lanes are for. */
  public enum Kind {
    /** What is new. */
    STEADY,
    /** What was there before the group was first seen. */
    HISTORY,
    /** What was exported already, for events that came late. */
    RECHECK
  }

  public static final Lane STEADY = new Lane(Kind.STEADY, null);
  public static final Lane HISTORY = new Lane(Kind.HISTORY, null);

  private static final String RECHECK_START = "recheck:";

  public Lane {
    if ((kind == Kind.RECHECK) != (after != null)) {
      throw new IllegalArgumentException(
          "Invalid lane: " + kind + " after " + after + " (must have a time if it is a recheck)");
    }
  }

  public static Lane recheck(Duration after) {
    return new Lane(Kind.RECHECK, after);
  }

  /** Reads what {@link #toString} writes. */
  public static Lane parse(String text) {
    return switch (text) {
      case "steady" -> STEADY;
      case "history" -> HISTORY;
      default -> {
        if (!text.startsWith(RECHECK_START)) {
          throw new IllegalArgumentException("Invalid lane: " + text);
        }
        yield recheck(Duration.parse(text.substring(RECHECK_START.length())));
      }
    };
  }

  public Optional<Duration> recheckAfter() {
    return Optional.ofNullable(after);
  }

  public Purpose purpose() {
    return kind == Kind.RECHECK ? Purpose.RECHECK : Purpose.EXPORT;
  }

  /** Refuses a window of another purpose. */
  void requirePurpose(Purpose other) {
    if (purpose() != other) {
      throw new IllegalArgumentException(
          "Invalid lane: " + this + " (must be one of the window's purpose, " + other + ")");
    }
  }

  @Override
  public String toString() {
    return switch (kind) {
      case STEADY -> "steady";
      case HISTORY -> "history";
      case RECHECK -> RECHECK_START + after;
    };
  }
}
