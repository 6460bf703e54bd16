package io.firn.landing;

import java.io.Serializable;

/**
 * An object that an export task wrote.
 *
 * @param size in bytes, as it is stored
 * @param etag without quotes
 */
public record LandedPart(String key, long size, String etag) implements Serializable {}
