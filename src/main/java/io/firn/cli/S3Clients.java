package io.firn.cli;

import io.firn.table.S3Environment;
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
    S3Environment s3 = S3Environment.of(environment);
    if (s3.region() != null) {
      builder.region(Region.of(s3.region()));
    }
    if (s3.endpoint() != null) {
      builder.endpointOverride(URI.create(s3.endpoint())).forcePathStyle(true);
    }
    return builder.build();
  }
}
