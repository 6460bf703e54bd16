package io.firn.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Objects below a prefix of a bucket, written by conditional PUTs. A PUT whose answer is lost is
 * looked up: the token in its bytes tells whether it is what is stored. (Not all failures are the
 * SDK's own exceptions: its client on HttpURLConnection lets {@link UncheckedIOException} through.)
 */
public final class S3StateStore implements StateStore {
  /** The SDK has repeated each of them by itself already. */
  private static final int TRIES = 3;

  private final S3Client client;
  private final String bucket;
  private final String prefix;

  /**
   * @param client stays the caller's to close
   * @param prefix without a slash at its start; with or without one at its end; may be empty
   */
  public S3StateStore(S3Client client, String bucket, String prefix) {
    this.client = client;
    this.bucket = bucket;
    this.prefix = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
  }

  @Override
  public Optional<Stored> read(String key) {
    String path = path(key);
    return get(path)
        .map(
            found ->
                new Stored(
                    found.response().eTag(), WrittenForm.content(found.asByteArrayUnsafe())));
  }

  @Override
  public Optional<String> create(String key, byte[] content) {
    return put(PutObjectRequest.builder().key(path(key)).ifNoneMatch("*"), content);
  }

  @Override
  public Optional<String> replace(String key, String version, byte[] content) {
    return put(PutObjectRequest.builder().key(path(key)).ifMatch(version), content);
  }

  private Optional<String> put(PutObjectRequest.Builder builder, byte[] content) {
    PutObjectRequest request = builder.bucket(bucket).contentType("application/json").build();
    byte[] form = WrittenForm.of(content);
    for (int tries = 1; ; tries++) {
      try {
        return Optional.of(client.putObject(request, RequestBody.fromBytes(form)).eTag());
      } catch (SdkException | UncheckedIOException e) {
        // A refusal too: it may be the answer to the SDK's second try, after the first one's write.
        Optional<String> mine = isOpen(e, request) ? mine(e, request, form) : Optional.empty();
        if (mine.isPresent() || isRefusal(e, request)) {
          return mine;
        }
        // Otherwise the same bytes under the same condition once more: nothing is written twice.
        if (tries == TRIES || !isOpen(e, request)) {
          throw failure("write", request.key(), e);
        }
      }
    }
  }

  /** Whether the write may have happened. */
  private static boolean isOpen(RuntimeException failure, PutObjectRequest request) {
    return !(failure instanceof S3Exception answer)
        || answer.statusCode() >= 500
        || isRefusal(failure, request);
  }

  /** Whether the object is not what the condition asked for, or somebody is just writing it. */
  private static boolean isRefusal(RuntimeException failure, PutObjectRequest request) {
    if (!(failure instanceof S3Exception answer)) {
      return false;
    }
    return switch (answer.statusCode()) {
      case 409, 412 -> true;
      case 404 -> request.ifMatch() != null && !isWithoutBucket(answer);
      default -> false;
    };
  }

  private static boolean isWithoutBucket(S3Exception answer) {
    return answer.awsErrorDetails() != null
        && "NoSuchBucket".equals(answer.awsErrorDetails().errorCode());
  }

  /** The version of this very write, if it is what is stored. */
  private Optional<String> mine(RuntimeException open, PutObjectRequest request, byte[] form) {
    try {
      return get(request.key())
          .filter(found -> Arrays.equals(found.asByteArrayUnsafe(), form))
          .map(found -> found.response().eTag());
    } catch (UncheckedIOException e) {
      UncheckedIOException failure = failure("write", request.key(), open);
      failure.addSuppressed(e);
      throw failure;
    }
  }

  private Optional<ResponseBytes<GetObjectResponse>> get(String path) {
    try {
      return Optional.of(client.getObjectAsBytes(request -> request.bucket(bucket).key(path)));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (SdkException | UncheckedIOException e) {
      throw failure("read", path, e);
    }
  }

  @Override
  public void delete(String key) {
    String path = path(key);
    try {
      client.deleteObject(request -> request.bucket(bucket).key(path));
    } catch (SdkException | UncheckedIOException e) {
      throw failure("delete", path, e);
    }
  }

  @Override
  public List<String> list(String start) {
    StateKey.folder(start);
    try {
      return client
          .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix + start))
          .contents()
          .stream()
          .map(S3Object::key)
          .map(path -> path.substring(prefix.length()))
          .filter(StateKey::isKey)
          .sorted()
          .toList();
    } catch (SdkException | UncheckedIOException e) {
      throw failure("list", prefix + start, e);
    }
  }

  private String path(String key) {
    return prefix + new StateKey(key).path();
  }

  private UncheckedIOException failure(String verb, String path, RuntimeException cause) {
    return new UncheckedIOException(
        "Cannot " + verb + " state s3://" + bucket + "/" + path + ": " + cause.getMessage(),
        new IOException(cause.getMessage(), cause));
  }
}
