package io.firn.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A. */
public record IngestConfig(
    List<InputConfig> inputs, long maxInflated, int maxRatio, @Nullable Integer maxBadObjects) {}
