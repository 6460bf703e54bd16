package io.firn.quarantine;

import org.jspecify.annotations.Nullable;

/**
 * A piece of an object that is no event.
 *
 * @param object its URI
 * @param position of the event before it; 0 before the first
 * @param bytes what it holds, or null where the route forbids to store it
 */
public record BadRecord(String object, long position, String reason, byte @Nullable [] bytes) {}
