package io.firn.landing;

import java.io.Serializable;
import java.time.Instant;

/** A finished export task, as CloudWatch Logs tells it. */
public record ExportedTask(String id, String name, Instant created, Instant finished)
    implements Serializable {}
