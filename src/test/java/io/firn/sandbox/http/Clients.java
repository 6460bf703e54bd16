package io.firn.sandbox.http;

import io.firn.testing.LocalS3;
import java.io.Closeable;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

/** The SDK's own clients, at a sandbox. */
public final class Clients implements Closeable {
  private final SdkHttpClient http = ApacheHttpClient.create();
  private final CloudWatchLogsClient logs;
  private final CloudWatchClient metrics;
  private final StsClient tokens;
  private final S3Client s3;

  private Clients(URI endpoint, String region, AwsCredentials credentials) {
    AwsCredentialsProvider provider = StaticCredentialsProvider.create(credentials);
    this.logs = at(endpoint, region, provider, CloudWatchLogsClient.builder()).build();
    this.metrics = at(endpoint, region, provider, CloudWatchClient.builder()).build();
    this.tokens = at(endpoint, region, provider, StsClient.builder()).build();
    this.s3 = at(endpoint, region, provider, S3Client.builder()).build();
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B at(
      URI endpoint, String region, AwsCredentialsProvider credentials, B builder) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.of(region))
        .credentialsProvider(credentials)
        .httpClient(http);
  }

  /** Of the sandbox's own account and Region. */
  public static Clients of(Sandbox sandbox) {
    return of(
        sandbox,
        LocalS3.REGION,
        AwsBasicCredentials.create(LocalS3.ACCESS_KEY, LocalS3.SECRET_KEY));
  }

  public static Clients of(Sandbox sandbox, String region, AwsCredentials credentials) {
    return new Clients(sandbox.endpoint(), region, credentials);
  }

  /** One that tries nothing twice. */
  static CloudWatchLogsClient impatient(Sandbox sandbox) {
    return CloudWatchLogsClient.builder()
        .endpointOverride(sandbox.endpoint())
        .region(Region.of(LocalS3.REGION))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(LocalS3.ACCESS_KEY, LocalS3.SECRET_KEY)))
        .httpClientBuilder(ApacheHttpClient.builder())
        .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }

  public CloudWatchLogsClient logs() {
    return logs;
  }

  public CloudWatchClient metrics() {
    return metrics;
  }

  public StsClient tokens() {
    return tokens;
  }

  public S3Client s3() {
    return s3;
  }

  @Override
  public void close() {
    logs.close();
    metrics.close();
    tokens.close();
    s3.close();
    http.close();
  }
}
