package io.firn.sandbox;

/** An error as AWS answers it. */
public final class AwsException extends RuntimeException {
  private final String code;

  public AwsException(String code, String message) {
    super(message);
    this.code = code;
  }

  /** The error's name on the wire, such as {@code LimitExceededException}. */
  public String code() {
    return code;
  }
}
