package io.firn.export;

import io.firn.LogGroup;
import java.time.Instant;

/**
 * What an export task is asked for.
 *
 * @param to inclusive, as {@code from} is
 * @param prefix without a slash at the end
 */
public record TaskRequest(
    String name, LogGroup group, Instant from, Instant to, String bucket, String prefix) {}
