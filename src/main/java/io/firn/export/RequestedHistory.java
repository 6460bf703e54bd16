package io.firn.export;

import io.firn.LogGroup;
import java.util.List;

/**
 * What became of a request for a span of a group's time.
 *
 * @param parts all of the span, in its order
 */
public record RequestedHistory(LogGroup group, List<Part> parts) {
  /** Some of the span. */
  public record Part(Span span, Finding finding) {}

  /** What is so of a part. */
  public enum Finding {
    /** It will be exported, as it was asked for. */
    ASKED("is exported next as history"),
    /** It is already. */
    EXPORTED("is exported already"),
    RUNNING("is being exported"),
    WAITING("waits for its turn already"),
    /** It is so new that it is exported in its turn. */
    NEW("is exported in its turn, as new events are"),
    LOST("is a gap: its events were lost"),
    EXPIRED("has expired"),
    BEFORE_GROUP("is before the log group was made"),
    NOT_EXPORTABLE("is of a log group whose class cannot be exported");

    private final String words;

    Finding(String words) {
      this.words = words;
    }

    /** For people. */
    public String words() {
      return words;
    }

    /** Whether its events are, or will be, exported. */
    public boolean isGood() {
      return switch (this) {
        case ASKED, EXPORTED, RUNNING, WAITING, NEW -> true;
        case LOST, EXPIRED, BEFORE_GROUP, NOT_EXPORTABLE -> false;
      };
    }
  }

  public RequestedHistory {
    parts = List.copyOf(parts);
  }

  List<Span> asked() {
    return parts.stream().filter(part -> part.finding() == Finding.ASKED).map(Part::span).toList();
  }
}
