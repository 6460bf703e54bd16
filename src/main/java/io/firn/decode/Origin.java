package io.firn.decode;

import org.jspecify.annotations.Nullable;

/**
 * Where an event comes from, as its envelope has it.
 *
 * @param account the owner of the log group
 */
public record Origin(
    @Nullable String account, @Nullable String logGroup, @Nullable String logStream) {}
