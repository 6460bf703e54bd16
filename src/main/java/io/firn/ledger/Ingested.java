package io.firn.ledger;

import io.firn.BatchId;
import io.firn.ObjectIdentity;
import org.jspecify.annotations.Nullable;

/**
 * An object that is in a table.
 *
 * @param object the version that was taken in
 * @param tableUuid of the table as it was then
 */
public record Ingested(ObjectIdentity object, BatchId batch, @Nullable String tableUuid) {}
