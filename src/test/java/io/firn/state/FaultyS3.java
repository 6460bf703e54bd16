package io.firn.state;

import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A real client whose PUTs fail when they are told to. They come one after the other: the local S3
 * looks at an If-Match and writes in two steps, which are one in S3.
 */
final class FaultyS3 implements S3Client {
  private final S3Client real;
  private int lostRequests;
  private int lostAnswers;
  private int repetitions;
  private int puts;
  private Runnable afterNextFault = () -> {};

  FaultyS3(S3Client real) {
    this.real = real;
  }

  /** The next PUTs time out before they reach S3. */
  FaultyS3 loseRequests(int count) {
    lostRequests = count;
    return this;
  }

  /** The next PUTs happen, and are answered by an error of S3's. */
  FaultyS3 loseAnswers(int count) {
    lostAnswers = count;
    return this;
  }

  /** The next PUTs happen and are sent again, as the SDK does when an answer is lost. */
  FaultyS3 repeat(int count) {
    repetitions = count;
    return this;
  }

  /** What somebody else does just after the next fault. */
  FaultyS3 afterNextFault(Runnable other) {
    afterNextFault = other;
    return this;
  }

  int puts() {
    return puts;
  }

  @Override
  public synchronized PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
    puts++;
    if (lostRequests-- > 0) {
      fault();
      throw SdkClientException.create("connect timed out");
    }
    PutObjectResponse response = real.putObject(request, body);
    if (repetitions-- > 0) {
      fault();
      return real.putObject(request, body);
    }
    if (lostAnswers-- > 0) {
      fault();
      throw S3Exception.builder().statusCode(500).message("We encountered an error").build();
    }
    return response;
  }

  private void fault() {
    Runnable other = afterNextFault;
    afterNextFault = () -> {};
    other.run();
  }

  @Override
  public <T> T getObject(
      GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
    return real.getObject(request, transformer);
  }

  @Override
  public ResponseInputStream<GetObjectResponse> getObject(GetObjectRequest request) {
    return real.getObject(request);
  }

  @Override
  public DeleteObjectResponse deleteObject(DeleteObjectRequest request) {
    return real.deleteObject(request);
  }

  @Override
  public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
    return real.listObjectsV2(request);
  }

  @Override
  public String serviceName() {
    return real.serviceName();
  }

  @Override
  public void close() {
    real.close();
  }
}
