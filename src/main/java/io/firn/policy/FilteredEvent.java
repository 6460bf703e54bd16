package io.firn.policy;

import io.firn.parse.JsonTape;
import org.jspecify.annotations.Nullable;

/** A. */
public record FilteredEvent(
    @Nullable JsonTape fields,
    byte[] buffer,
    int offset,
    int length,
    String group,
    @Nullable String stream) {}
