package io.firn.sandbox;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What FilterLogEvents asks for; null and empty are any.
 *
 * @param from milliseconds since 1970
 * @param to inclusive
 * @param pattern words that a message must hold, all of them
 */
public record EventQuery(
    String group,
    List<String> streams,
    @Nullable String streamPrefix,
    @Nullable Long from,
    @Nullable Long to,
    @Nullable String pattern,
    @Nullable String nextToken,
    @Nullable Integer limit) {
  public EventQuery {
    streams = List.copyOf(streams);
    if (!streams.isEmpty() && streamPrefix != null) {
      throw AwsErrors.invalidParameter(
          "logStreamNames and logStreamNamePrefix are mutually exclusive parameters.");
    }
    if (from != null && to != null && from > to) {
      throw AwsErrors.invalidParameter("startTime must be less than or equal to endTime.");
    }
    if (pattern != null && pattern.matches("\\s*[{\\[%].*")) {
      throw AwsErrors.invalidParameter(
          "Invalid filter pattern: the sandbox knows plain words only.");
    }
  }

  /** The first page of a time range, both ends inclusive. */
  public static EventQuery between(String group, long from, long to) {
    return new EventQuery(group, List.of(), null, from, to, null, null, null);
  }

  public EventQuery withLimit(int most) {
    return new EventQuery(group, streams, streamPrefix, from, to, pattern, nextToken, most);
  }

  /** The same, from a page on. */
  public EventQuery from(@Nullable String token) {
    return new EventQuery(group, streams, streamPrefix, from, to, pattern, token, limit);
  }

  boolean asksFor(StoredEvent event) {
    return (streams.isEmpty() || streams.contains(event.stream()))
        && (streamPrefix == null || event.stream().startsWith(streamPrefix))
        && (pattern == null || holdsWords(event.message()));
  }

  private boolean holdsWords(String message) {
    return pattern == null
        || Arrays.stream(pattern.strip().split("\\s+"))
            .map(word -> word.replace("\"", ""))
            .allMatch(message::contains);
  }
}
