package io.firn.sandbox;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** What DescribeLogStreams asks for; null is any. */
public record StreamQuery(
    String group,
    @Nullable String prefix,
    Order order,
    @Nullable String nextToken,
    @Nullable Integer limit) {
  /** In which order streams are told. */
  public enum Order {
    BY_NAME,
    BY_NAME_DESCENDING,
    BY_LAST_EVENT,
    BY_LAST_EVENT_DESCENDING
  }

  public StreamQuery {
    boolean byTime = order == Order.BY_LAST_EVENT || order == Order.BY_LAST_EVENT_DESCENDING;
    if (prefix != null && byTime) {
      throw AwsErrors.invalidParameter("Cannot order by LastEventTime with a logStreamNamePrefix.");
    }
  }

  /** The first page of all, by name. */
  public static StreamQuery of(String group) {
    return new StreamQuery(group, null, Order.BY_NAME, null, null);
  }

  /** The same, from a page on. */
  public StreamQuery from(@Nullable String token) {
    return new StreamQuery(group, prefix, order, token, limit);
  }

  Comparator<StoredStream> comparator() {
    Comparator<StoredStream> byName = Comparator.comparing(StoredStream::name);
    Comparator<StoredStream> byTime =
        Comparator.comparingLong(StoredStream::lastEventTime).thenComparing(byName);
    return switch (order) {
      case BY_NAME -> byName;
      case BY_NAME_DESCENDING -> byName.reversed();
      case BY_LAST_EVENT -> byTime;
      case BY_LAST_EVENT_DESCENDING -> byTime.reversed();
    };
  }

  boolean asksFor(StoredStream stream) {
    return prefix == null || stream.name().startsWith(prefix);
  }
}
