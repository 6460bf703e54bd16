package io.firn.ledger;

import java.time.Instant;

/**
 * A row as it is in the ledger.
 *
 * @param at when it was written
 * @param run what wrote it
 */
public record WrittenRow(Instant at, String run, LedgerRow row) {}
