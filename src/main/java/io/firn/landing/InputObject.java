package io.firn.landing;

import io.firn.ObjectIdentity;
import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One object of the landing zone.
 *
 * @param path what Hadoop's file system opens
 * @param stream the log stream, if the layout tells it
 */
public record InputObject(ObjectIdentity identity, String path, @Nullable String stream)
    implements Serializable {

  /** An object of S3 that an export task wrote. */
  public static InputObject ofExport(ObjectIdentity identity) {
    String bucket = identity.bucketName().orElseThrow();
    return new InputObject(
        identity,
        "s3a://" + bucket + "/" + identity.key(),
        ExportLayout.stream(identity.key()).orElse(null));
  }

  /** The export task that wrote it; empty if its key does not tell. */
  public Optional<TaskFolder> task() {
    return ExportLayout.task(identity.key());
  }

  public Optional<String> logStream() {
    return Optional.ofNullable(stream);
  }
}
