package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

final class AdviceTest {
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
