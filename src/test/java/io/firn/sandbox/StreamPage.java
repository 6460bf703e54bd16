package io.firn.sandbox;

import java.util.List;

/** A page of GetLogEvents; at either end the token there stays the one that was asked with. */
public record StreamPage(List<StoredEvent> events, String forwardToken, String backwardToken) {
  private static final String FORWARD = "f/";
  private static final String BACKWARD = "b/";

  public StreamPage {
    events = List.copyOf(events);
  }

  static StreamPage of(List<StoredEvent> all, StreamRead read, int limit) {
    String token = read.nextToken();
    if (token == null) {
      boolean fromHead = read.start() == StreamRead.Start.FROM_HEAD;
      return page(fromHead ? head(all, limit) : tail(all, limit), "");
    }
    String id = token.substring(Math.min(token.length(), FORWARD.length()));
    if (token.startsWith(FORWARD)) {
      return page(
          head(all.stream().filter(event -> event.id().compareTo(id) > 0).toList(), limit), id);
    }
    if (token.startsWith(BACKWARD)) {
      return page(
          tail(all.stream().filter(event -> event.id().compareTo(id) < 0).toList(), limit), id);
    }
    throw AwsErrors.invalidParameter("The specified nextToken is invalid.");
  }

  private static List<StoredEvent> head(List<StoredEvent> events, int limit) {
    return events.subList(0, Math.min(limit, events.size()));
  }

  private static List<StoredEvent> tail(List<StoredEvent> events, int limit) {
    return events.subList(Math.max(0, events.size() - limit), events.size());
  }

  private static StreamPage page(List<StoredEvent> events, String askedWith) {
    String first = events.isEmpty() ? askedWith : events.get(0).id();
    String last = events.isEmpty() ? askedWith : events.get(events.size() - 1).id();
    return new StreamPage(events, FORWARD + last, BACKWARD + first);
  }
}
