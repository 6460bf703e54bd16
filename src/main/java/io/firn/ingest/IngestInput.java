package io.firn.ingest;

import io.firn.TableName;
import io.firn.ledger.LogSource;
import io.firn.policy.EventPolicy;
import java.time.Duration;

/**
 * One place with objects of one log group, and what its route says of them.
 *
 * @param path a directory, a file, or an S3 prefix
 * @param quietFor objects of an export task that may not be over are left until nothing was written
 *     for so long; zero takes all
 */
public record IngestInput(
    String path, LogSource source, TableName table, EventPolicy policy, Duration quietFor) {
  /** Takes whatever is there. */
  public IngestInput(String path, LogSource source, TableName table, EventPolicy policy) {
    this(path, source, table, policy, Duration.ZERO);
  }
}
