package io.firn.dedupe;

import io.firn.TableName;
import java.io.Serializable;

/**
 * What a search found.
 *
 * @param positions the events of the batch that the table is not to have
 */
public record FoundDuplicates(TableName table, EventPositions positions) implements Serializable {}
