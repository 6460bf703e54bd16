package io.firn.ledger;

import io.firn.LogGroup;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Where an object's events come from, as far as it is known. */
public record LogSource(LogGroup group, @Nullable String account, @Nullable String region)
    implements Serializable {}
