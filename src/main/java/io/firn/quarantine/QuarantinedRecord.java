package io.firn.quarantine;

import io.firn.BatchId;
import java.time.Instant;

/**
 * A bad record as the table holds it.
 *
 * @param at when its batch ran
 */
public record QuarantinedRecord(Instant at, BatchId batch, BadRecord record) {}
