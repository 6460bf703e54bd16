package io.firn.ingest;

import io.firn.LogGroup;
import io.firn.decode.Origin;
import io.firn.ledger.LogSource;
import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an input says of events that do not say themselves where they come from. */
public record SourceDefaults(
    @Nullable LogGroup group, @Nullable String account, @Nullable String region)
    implements Serializable {
  /** Of an input all of whose events come from one log group. */
  public static SourceDefaults of(LogSource source) {
    return new SourceDefaults(source.group(), source.account(), source.region());
  }

  /** Where an event comes from; empty if neither it nor the input names a log group. */
  Optional<LogSource> source(@Nullable Origin origin) {
    String named = origin == null ? null : origin.logGroup();
    LogGroup from = named == null ? group : parsed(named);
    return from == null
        ? Optional.empty()
        : Optional.of(
            new LogSource(
                from,
                origin == null || origin.account() == null ? account : origin.account(),
                region));
  }

  private static @Nullable LogGroup parsed(String name) {
    try {
      return new LogGroup(name);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
