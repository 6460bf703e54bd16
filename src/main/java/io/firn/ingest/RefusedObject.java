package io.firn.ingest;

import io.firn.ObjectIdentity;
import java.io.Serializable;

/** An object of which nothing is ingested, and why. */
public record RefusedObject(ObjectIdentity object, String reason) implements Serializable {}
