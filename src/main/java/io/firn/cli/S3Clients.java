package io.firn.cli;

import io.firn.table.AwsEnvironment;
import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Makes clients for S3, as the standard AWS variables say. */
final class S3Clients {
  private S3Clients() {}

  /** One, to be closed by the caller. */
  static S3Client open(Map<String, String> environment) {
    // By name: there may be several on the class path, and HttpURLConnection hides refused PUTs.
    S3ClientBuilder builder = S3Client.builder().httpClientBuilder(ApacheHttpClient.builder());
    AwsEnvironment aws = AwsEnvironment.of(environment);
    if (aws.region() != null) {
      builder.region(Region.of(aws.region()));
    }
    if (aws.s3Endpoint() != null) {
      builder.endpointOverride(URI.create(aws.s3Endpoint())).forcePathStyle(true);
    }
    return builder.build();
  }
}
