package io.firn.export;

/** A call of CloudWatch Logs failed. */
public final class CloudWatchLogsException extends RuntimeException {
  /** What is known of a call that failed. */
  public enum Kind {
    /** It was one too many in its second, and nothing was done. */
    THROTTLED,
    /** The export slot is taken, and nothing was done. */
    SLOT_TAKEN,
    /** The log group does not exist, and nothing was done. */
    NO_SUCH_GROUP,
    /** Nothing was done, nor would it be another time. */
    REFUSED,
    /** It may have been done. */
    UNKNOWN
  }

  private final Kind kind;
  private final String code;

  /**
   * As the service tells it.
   *
   * @param code the error's name, such as {@code AccessDeniedException}
   */
  public CloudWatchLogsException(Kind kind, String code, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.code = code;
  }

  public Kind kind() {
    return kind;
  }

  public String code() {
    return code;
  }

  /** What an error of that name says. */
  public static Kind kind(String code) {
    return switch (code) {
      case "ThrottlingException",
          "Throttling",
          "TooManyRequestsException",
          "OperationAbortedException" ->
          Kind.THROTTLED;
      case "LimitExceededException" -> Kind.SLOT_TAKEN;
      case "ResourceNotFoundException" -> Kind.NO_SUCH_GROUP;
      case "AccessDeniedException",
          "InvalidParameterException",
          "ValidationException",
          "UnrecognizedClientException",
          "ExpiredTokenException",
          "InvalidSignatureException",
          "MissingAuthenticationTokenException" ->
          Kind.REFUSED;
      default -> Kind.UNKNOWN;
    };
  }
}
