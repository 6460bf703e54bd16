package io.firn.ledger;

import java.time.Instant;

/**
 * An object that waits in quarantine.
 *
 * @param at when it was put there last
 * @param row its ledger row: why, and how many events it has before the damage
 */
public record Quarantined(Instant at, LedgerRow row) {}
