package io.firn.config;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A. */
public record CatalogConfig(String warehouse, @Nullable Path file, Duration busyTimeout) {}
