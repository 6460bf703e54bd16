package io.firn.decode;

import java.io.IOException;

/**
 * The bytes of an object are not what they claim to be: the message says what is wrong and where.
 * Reading the same bytes again gives the same failure, unlike other {@link IOException}s.
 */
public final class DamagedObjectException extends IOException {
  public DamagedObjectException(String reason) {
    super(reason);
  }

  public DamagedObjectException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
