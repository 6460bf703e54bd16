package io.firn.cli;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A config in S3.
 *
 * @param name as the person wrote it
 */
record ConfigObject(String name, S3Location location) {
  private static final int LARGEST = 1 << 20;
  private static final String REGION_HEADER = "x-amz-bucket-region";

  ConfigObject {
    if (location.key().isEmpty()) {
      throw new UsageException("Invalid config: '" + name + "' (must be s3://<bucket>/<key>)");
    }
  }

  /**
   * All of it.
   *
   * @throws UsageException if it is not there, or no config by its size
   * @throws UnreadableConfigException if S3 cannot be asked, or refuses it
   */
  byte[] bytes(Map<String, String> environment) {
    try (S3Client s3 = S3Clients.open(environment);
        ResponseInputStream<GetObjectResponse> in =
            s3.getObject(request -> request.bucket(location.bucket()).key(location.key()))) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        in.abort();
        throw unusable("it has over " + LARGEST + " bytes");
      }
      return bytes;
    } catch (NoSuchKeyException e) {
      throw unusable("no such object");
    } catch (NoSuchBucketException e) {
      throw unusable("no such bucket");
    } catch (S3Exception e) {
      throw elsewhere(e).orElseGet(() -> unreadable(e));
    } catch (IOException | SdkException e) {
      throw unreadable(e);
    }
  }

  /** S3 says where a bucket is that is in another Region. */
  private Optional<RuntimeException> elsewhere(S3Exception failure) {
    AwsErrorDetails details = failure.awsErrorDetails();
    return Optional.ofNullable(details)
        .map(AwsErrorDetails::sdkHttpResponse)
        .filter(response -> failure.statusCode() == 301 || failure.statusCode() == 400)
        .flatMap(response -> response.firstMatchingHeader(REGION_HEADER))
        .map(region -> unusable("its bucket is in " + region + " (set AWS_REGION=" + region + ")"));
  }

  private UsageException unusable(String reason) {
    return new UsageException("Cannot read config " + name + ": " + reason);
  }

  private RuntimeException unreadable(Exception failure) {
    return new UnreadableConfigException(
        "Cannot read config " + name + ": " + failure.getMessage(), failure);
  }
}
