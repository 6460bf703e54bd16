package io.firn.ingest;

import io.firn.LogGroup;
import io.firn.TableName;
import org.jspecify.annotations.Nullable;

/**
 * What to ingest, and where to.
 *
 * @param input a directory, a file, or an S3 prefix
 * @param account of the log group, null if not known
 * @param region of the log group, null if not known
 */
public record IngestRequest(
    String input,
    TableName table,
    LogGroup logGroup,
    @Nullable String account,
    @Nullable String region) {}
