package io.firn.ledger;

import io.firn.BatchId;
import io.firn.ObjectIdentity;
import io.firn.TableName;
import java.time.Instant;

/**
 * An object that was refused for a table, in the version that was read; or a window that was
 * exported once more, by its marker.
 *
 * @param at when the refusal was written
 * @param work its events are the good ones before the damage
 * @param reason what is wrong with it
 */
public record QuarantinedObject(
    Instant at,
    BatchId batch,
    TableName table,
    ObjectIdentity object,
    LogSource source,
    Work work,
    String reason,
    boolean isRecheck) {}
