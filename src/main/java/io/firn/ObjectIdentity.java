package io.firn;

import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What makes an input object itself: bucket, key and etag, never a path string, since {@code s3:}
 * and {@code s3a:} name one object. A local file has no bucket; its key is its real path and its
 * etag {@code <size>-<mtime in ms>}.
 *
 * @param etag without quotes
 * @param size in bytes
 */
public record ObjectIdentity(@Nullable String bucket, String key, String etag, long size)
    implements Serializable {
  public ObjectIdentity {
    if (key.isEmpty()) {
      throw new IllegalArgumentException("Invalid object key: '' (must not be empty)");
    }
    if (etag.startsWith("\"")) {
      throw new IllegalArgumentException("Invalid etag: " + etag + " (must have no quotes)");
    }
    if (size < 0) {
      throw new IllegalArgumentException("Invalid object size: " + size + " (must be >= 0)");
    }
  }

  public static ObjectIdentity ofLocalFile(String realPath, long size, long modifiedMillis) {
    return new ObjectIdentity(null, realPath, size + "-" + modifiedMillis, size);
  }

  public Optional<String> bucketName() {
    return Optional.ofNullable(bucket);
  }

  /** {@code s3://bucket/key} or {@code file:///real/path}: the form of column log_object. */
  public String uri() {
    return bucket == null ? "file://" + key : "s3://" + bucket + "/" + key;
  }

  /** Whether the two are versions of one object, overwritten or not. */
  public boolean sameKey(ObjectIdentity other) {
    return key.equals(other.key) && bucketName().equals(other.bucketName());
  }

  @Override
  public String toString() {
    return uri();
  }
}
