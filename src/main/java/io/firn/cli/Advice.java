package io.firn.cli;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.exceptions.RESTException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** What a person can do where AWS or a catalog's server says only what it refused. */
final class Advice {
  private static final String ON_CREDENTIALS =
      "give the process AWS credentials: a role, AWS_PROFILE, or AWS_ACCESS_KEY_ID and"
          + " AWS_SECRET_ACCESS_KEY";
  private static final String ON_RENEWAL = "renew the AWS credentials";
  private static final String ON_KEYS = "check the AWS credentials";
  private static final String ON_PERMISSION =
      "allow it in the policies of the role or user that the process runs as";

  /** No help where it is the config that cannot be read. */
  private static final String IN_CONFIG = "aws.region in the config, or ";

  private static final String ON_REGION = "name the Region: " + IN_CONFIG + "AWS_REGION";
  private static final String ON_BUCKET_REGION =
      "name the bucket's own Region: " + IN_CONFIG + "AWS_REGION";
  private static final String ON_ENDPOINT =
      "check the Region ("
          + IN_CONFIG
          + "AWS_REGION), and the endpoint (AWS_ENDPOINT_URL) if one is set";

  /** By the error codes of AWS's services. */
  private static final Map<String, String> ON_CODE =
      Map.ofEntries(
          Map.entry("AccessDenied", ON_PERMISSION),
          Map.entry("AccessDeniedException", ON_PERMISSION),
          Map.entry("ExpiredToken", ON_RENEWAL),
          Map.entry("ExpiredTokenException", ON_RENEWAL),
          Map.entry("InvalidAccessKeyId", ON_KEYS),
          Map.entry("InvalidClientTokenId", ON_KEYS),
          Map.entry("InvalidSignatureException", ON_KEYS),
          Map.entry("SignatureDoesNotMatch", ON_KEYS),
          Map.entry("UnrecognizedClientException", ON_KEYS),
          Map.entry("AuthorizationHeaderMalformed", ON_BUCKET_REGION),
          Map.entry("PermanentRedirect", ON_BUCKET_REGION));

  /** What the SDK has asked for credentials, each with its answer, comes after this. */
  private static final String CHAIN = " in the chain ";

  private Advice() {}

  /** The beginning of a message that says only what was refused; empty for others. */
  static String subject(Throwable failure) {
    boolean ofGlue = failure.getClass().getName().contains(".services.glue.");
    if (failure instanceof RESTException || ofGlue) {
      return "Cannot use catalog: ";
    }
    return failure instanceof SdkException ? "Cannot use AWS: " : "";
  }

  /** The message without a list of all that was tried. */
  static @Nullable String shortened(SdkClientException failure) {
    String message = failure.getMessage();
    return message != null && message.contains(CHAIN)
        ? message.substring(0, message.indexOf(CHAIN))
        : message;
  }

  /** For the first of a failure and its causes that there is some for. */
  static Optional<String> on(List<Throwable> causes) {
    boolean ofConfig = causes.stream().anyMatch(UnreadableConfigException.class::isInstance);
    return causes.stream()
        .flatMap(cause -> on(cause, causes).stream())
        .findFirst()
        .map(advice -> ofConfig ? advice.replace(IN_CONFIG, "") : advice);
  }

  private static Optional<String> on(Throwable cause, List<Throwable> causes) {
    if (cause instanceof NotAuthorizedException) {
      return Optional.of(
          "check what the config's catalog has as token, credential or sigv4: it may be wrong, or"
              + " have expired");
    }
    if (cause instanceof ForbiddenException) {
      return Optional.of("the catalog must allow it to the user or role that the process runs as");
    }
    if (cause instanceof AwsServiceException service && service.awsErrorDetails() != null) {
      return Optional.ofNullable(ON_CODE.get(service.awsErrorDetails().errorCode()));
    }
    if (cause instanceof SdkClientException) {
      return onClient(String.valueOf(cause.getMessage()), causes);
    }
    return cause instanceof RESTException && isUnreachable(causes)
        ? Optional.of("check catalog.uri, and that its server is up")
        : Optional.empty();
  }

  private static Optional<String> onClient(String message, List<Throwable> causes) {
    if (message.startsWith("Unable to load credentials")) {
      return Optional.of(ON_CREDENTIALS);
    }
    if (message.startsWith("Unable to load region")) {
      return Optional.of(ON_REGION);
    }
    return isUnreachable(causes) ? Optional.of(ON_ENDPOINT) : Optional.empty();
  }

  private static boolean isUnreachable(List<Throwable> causes) {
    return causes.stream()
        .anyMatch(
            cause ->
                cause instanceof UnknownHostException
                    || cause instanceof ConnectException
                    || cause instanceof NoRouteToHostException);
  }
}
