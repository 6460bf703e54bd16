package io.firn.sandbox;

/** An object's place in S3. */
public record ObjectName(String bucket, String key) {}
