package io.firn.config;

import io.firn.LogGroup;
import org.jspecify.annotations.Nullable;

/** A. */
public record InputConfig(
    String path, LogGroup logGroup, @Nullable String account, @Nullable String region) {}
