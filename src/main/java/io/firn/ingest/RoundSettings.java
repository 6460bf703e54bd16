package io.firn.ingest;

import io.firn.BatchId;
import io.firn.decode.InflateBounds;
import io.firn.ingest.WriteSettings.Purpose;
import java.io.Serializable;

/**
 * What all tasks of a round share.
 *
 * @param number from 1
 * @param at the time that bad records are marked with, in milliseconds since 1970
 */
record RoundSettings(BatchId batch, int number, InflateBounds inflate, Purpose purpose, long at)
    implements Serializable {}
