package io.firn.sandbox;

import org.jspecify.annotations.Nullable;

/** A log stream as DescribeLogStreams tells it; the event times are null without events. */
public record LogStreamView(
    String name,
    long creationTime,
    @Nullable Long firstEventTimestamp,
    @Nullable Long lastEventTimestamp,
    @Nullable Long lastIngestionTime,
    String arn) {}
