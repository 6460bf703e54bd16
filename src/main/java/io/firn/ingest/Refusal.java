package io.firn.ingest;

import java.io.Serializable;

/** Why nothing of an object may be ingested. */
record Refusal(RefusedObject.Kind kind, String reason) implements Serializable {}
