package io.firn.ledger;

import io.firn.BatchId;
import io.firn.ObjectIdentity;
import io.firn.TableName;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object that was refused for a table, in the version that was read; or a window that was
 * exported once more, by its marker.
 *
 * @param at when the refusal was written
 * @param source null of a mixed object, which is refused as a whole
 * @param work its events are the good ones before the damage
 * @param reason what is wrong with it
 */
public record QuarantinedObject(
    Instant at,
    BatchId batch,
    TableName table,
    ObjectIdentity object,
    @Nullable LogSource source,
    Work work,
    String reason,
    boolean isRecheck) {

  /** The log group that it comes from; empty of a mixed object. */
  public Optional<LogSource> from() {
    return Optional.ofNullable(source);
  }
}
