package io.firn.ledger;

import io.firn.BatchId;
import io.firn.ExportWindow;
import io.firn.ObjectIdentity;
import io.firn.TableName;
import java.time.Instant;

/**
 * An export window that is in a table.
 *
 * @param marker says which window, as it was then
 * @param window its time
 * @param source whose events it has
 * @param at when that was recorded
 */
public record IngestedWindow(
    ObjectIdentity marker,
    TableName table,
    BatchId batch,
    ExportWindow window,
    LogSource source,
    Instant at) {}
