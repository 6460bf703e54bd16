package io.firn.ingest;

import io.firn.TableName;
import io.firn.ledger.LogSource;
import io.firn.policy.EventPolicy;

/**
 * One place with objects of one log group, and what its route says of them.
 *
 * @param path a directory, a file, or an S3 prefix
 */
public record IngestInput(String path, LogSource source, TableName table, EventPolicy policy) {}
