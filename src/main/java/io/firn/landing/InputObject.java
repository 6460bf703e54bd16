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

  public Optional<String> logStream() {
    return Optional.ofNullable(stream);
  }
}
