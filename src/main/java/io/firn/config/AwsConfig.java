package io.firn.config;

import org.jspecify.annotations.Nullable;

/** A. */
public record AwsConfig(@Nullable String region) {}
