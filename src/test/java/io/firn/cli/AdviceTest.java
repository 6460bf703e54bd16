package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.exceptions.ServiceFailureException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.glue.model.AccessDeniedException;
import software.amazon.awssdk.services.glue.model.GlueException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Failures of AWS and of REST catalogs: the first line, and that they are outside failures. */
final class AdviceTest {
  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(
            aws(
                "Glue",
                AccessDeniedException.builder(),
                "AccessDeniedException",
                "no glue:GetTable"),
            "Cannot use catalog: no glue:GetTable (Service: Glue, Status Code: 400, Request ID:"
                + " null) (allow it in the policies of the role or user that the process runs as)"),
        Arguments.of(
            aws("Glue", GlueException.builder(), "ExpiredTokenException", "it has expired"),
            "Cannot use catalog: it has expired (Service: Glue, Status Code: 400, Request ID: null)"
                + " (renew the AWS credentials)"),
        Arguments.of(
            aws("S3", S3Exception.builder(), "SignatureDoesNotMatch", "not so"),
            "Cannot use AWS: not so (Service: S3, Status Code: 400, Request ID: null) (check the"
                + " AWS credentials)"),
        Arguments.of(
            SdkClientException.create(
                "Unable to load credentials from any of the providers in the chain X(a, b) : [no]"),
            "Cannot use AWS: Unable to load credentials from any of the providers (give the process"
                + " AWS credentials: a role, AWS_PROFILE, or AWS_ACCESS_KEY_ID and"
                + " AWS_SECRET_ACCESS_KEY)"),
        Arguments.of(
            SdkClientException.create("Unable to load region from any of the providers"),
            "Cannot use AWS: Unable to load region from any of the providers (name the Region:"
                + " aws.region in the config, or AWS_REGION)"),
        Arguments.of(
            SdkClientException.create(
                "Received an UnknownHostException", new UnknownHostException("glue.mars-1")),
            "Cannot use AWS: Received an UnknownHostException (check the Region (aws.region in"
                + " the config, or AWS_REGION), and the endpoint (AWS_ENDPOINT_URL) if one is set)"),
        Arguments.of(
            new NotAuthorizedException("Not authorized: token"),
            "Cannot use catalog: Not authorized: token (check what the config's catalog has as"
                + " token, credential or sigv4: it may be wrong, or have expired)"),
        Arguments.of(
            new UnreadableConfigException("Cannot read x: no", new ForbiddenException("no")),
            "Cannot read x: no (the catalog must allow it to the user or role that the"
                + " process runs as)"),
        Arguments.of(
            new RESTException(new ConnectException("refused"), "Error occurred"),
            "Cannot use catalog: Error occurred (check catalog.uri, and that its server is up)"),
        Arguments.of(
            new ServiceFailureException("Server error: 500"),
            "Cannot use catalog: Server error: 500"),
        Arguments.of(
            new BadRequestException("Malformed request: x"),
            "Cannot use catalog: Malformed request: x"),
        Arguments.of(new NoSuchNamespaceException("no firn"), "no firn"));
  }

  private static AwsServiceException aws(
      String service, AwsServiceException.Builder builder, String code, String message) {
    return builder
        .statusCode(400)
        .awsErrorDetails(
            AwsErrorDetails.builder()
                .serviceName(service)
                .errorCode(code)
                .errorMessage(message)
                .build())
        .build();
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aFailureSaysWhatToDo(Throwable failure, String line) {
    StringWriter err = new StringWriter();
    assertThat(ExitCode.report(failure, new PrintWriter(err))).isEqualTo(ExitCode.OUTSIDE);
    assertThat(err.toString().lines().findFirst()).contains("firn: " + line);
  }

  static List<Exception> ofRegions() {
    return List.of(
        SdkClientException.create("Unable to load region from any of the providers in the chain"),
        SdkClientException.create(
            "Received an UnknownHostException", new UnknownHostException("s3.nowhere")),
        S3Exception.builder()
            .awsErrorDetails(AwsErrorDetails.builder().errorCode("PermanentRedirect").build())
            .build());
  }

  @ParameterizedTest
  @MethodSource("ofRegions")
  void aRegionIsNamedInTheConfigOrTheEnvironment(Exception failure) {
    assertThat(Advice.on(causes(failure)))
        .hasValueSatisfying(
            advice -> assertThat(advice).contains("aws.region in the config, or AWS_REGION"));
  }

  /** The config cannot say how it is to be read. */
  @ParameterizedTest
  @MethodSource("ofRegions")
  void theRegionOfAConfigIsNamedInTheEnvironmentAlone(Exception failure) {
    Exception unread = new UnreadableConfigException("Cannot read config s3://a/b: x", failure);

    assertThat(Advice.on(causes(unread)))
        .hasValueSatisfying(
            advice -> assertThat(advice).contains("AWS_REGION").doesNotContain("aws.region"));
  }

  private static List<Throwable> causes(Exception failure) {
    return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause).toList();
  }
}
