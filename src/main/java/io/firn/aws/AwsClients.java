package io.firn.aws;

import io.firn.export.CloudWatchLogs;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/** The SDK's clients of one source: its Region, and its role if it has one. */
public final class AwsClients implements AutoCloseable {
  /** No call of CloudWatch Logs reaches the service later: an intent may be given up then. */
  private static final Duration CALL = Duration.ofSeconds(30);

  private final Map<String, String> environment;
  private final Region region;
  private final SdkHttpClient http = ApacheHttpClient.create();
  private final AwsCredentialsProvider credentials;
  private final @Nullable StsClient tokens;
  private final CloudWatchLogsClient logs;
  private final CloudWatchClient metrics;
  private final S3Client s3;

  /**
   * Of a source.
   *
   * @param region such as eu-central-1
   * @param role the ARN of a role to take; null for the process's own credentials
   * @param environment has the standard AWS_* variables
   * @param own the process's credentials
   */
  public AwsClients(
      String region,
      @Nullable String role,
      Map<String, String> environment,
      AwsCredentialsProvider own) {
    this.environment = environment;
    this.region = Region.of(region);
    tokens = role == null ? null : at(StsClient.builder(), "STS", own).httpClient(http).build();
    credentials = tokens == null ? own : assumed(tokens, String.valueOf(role));
    logs =
        at(CloudWatchLogsClient.builder(), "CLOUDWATCH_LOGS", credentials)
            .httpClient(http)
            .overrideConfiguration(
                calls -> calls.retryStrategy(AwsRetryStrategy.doNotRetry()).apiCallTimeout(CALL))
            .build();
    metrics = at(CloudWatchClient.builder(), "CLOUDWATCH", credentials).httpClient(http).build();
    S3ClientBuilder bucket = at(S3Client.builder(), "S3", credentials).httpClient(http);
    // Only so do the buckets of another endpoint than AWS's resolve.
    s3 = bucket.forcePathStyle(endpoint("S3") != null).build();
  }

  /** With the credentials of the process, by the SDK's standard chain. */
  public static AwsClients ofProcess(
      String region, @Nullable String role, Map<String, String> environment) {
    return new AwsClients(region, role, environment, DefaultCredentialsProvider.builder().build());
  }

  private static AwsCredentialsProvider assumed(StsClient tokens, String role) {
    return StsAssumeRoleCredentialsProvider.builder()
        .stsClient(tokens)
        .refreshRequest(request -> request.roleArn(role).roleSessionName("firn-export"))
        .build();
  }

  private <B extends AwsClientBuilder<B, ?>> B at(
      B builder, String service, AwsCredentialsProvider provider) {
    builder.region(region).credentialsProvider(provider);
    String endpoint = endpoint(service);
    return endpoint == null ? builder : builder.endpointOverride(URI.create(endpoint));
  }

  private @Nullable String endpoint(String service) {
    String own = environment.getOrDefault("AWS_ENDPOINT_URL_" + service, "");
    String any = environment.getOrDefault("AWS_ENDPOINT_URL", "");
    return !own.isEmpty() ? own : any.isEmpty() ? null : any;
  }

  public CloudWatchLogs logs() {
    return new SdkCloudWatchLogs(logs, new IncomingBytes(metrics));
  }

  public S3Client s3() {
    return s3;
  }

  @Override
  public void close() {
    logs.close();
    metrics.close();
    s3.close();
    if (tokens != null) {
      tokens.close();
    }
    http.close();
  }
}
