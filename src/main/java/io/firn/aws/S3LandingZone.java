package io.firn.aws;

import io.firn.landing.LandedPart;
import io.firn.landing.LandingZone;
import io.firn.landing.ObjectRemoval;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Buckets in S3. */
public final class S3LandingZone implements LandingZone, ObjectRemoval {
  /** Of one call. */
  private static final int MOST_DELETES = 1000;

  private static final int MOVED = 301;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;

  private final S3Client client;

  public S3LandingZone(S3Client client) {
    this.client = client;
  }

  @Override
  public List<LandedPart> list(String bucket, String prefix) {
    return call(
        "list",
        bucket,
        prefix,
        () ->
            client.listObjectsV2Paginator(r -> r.bucket(bucket).prefix(prefix)).contents().stream()
                .map(item -> new LandedPart(item.key(), item.size(), withoutQuotes(item.eTag())))
                .toList());
  }

  @Override
  public boolean holds(String bucket, String prefix) {
    return call(
        "list",
        bucket,
        prefix,
        () -> {
          try {
            return client
                .listObjectsV2(r -> r.bucket(bucket).prefix(prefix).maxKeys(1))
                .hasContents();
          } catch (S3Exception e) {
            // No bucket, or none in this Region: the first task is refused with what to do.
            if (e.statusCode() == NOT_FOUND || e.statusCode() == MOVED) {
              return false;
            }
            throw e;
          }
        });
  }

  private static String withoutQuotes(String etag) {
    return etag.replace("\"", "");
  }

  /** Of two writers at once one is told to come again; the other one's object is the same. */
  @Override
  public boolean create(String bucket, String key, byte[] content) {
    return call(
        "write",
        bucket,
        key,
        () -> {
          try {
            client.putObject(
                r -> r.bucket(bucket).key(key).ifNoneMatch("*"), RequestBody.fromBytes(content));
            return true;
          } catch (S3Exception e) {
            if (e.statusCode() == PRECONDITION_FAILED
                || (e.statusCode() == CONFLICT && read(bucket, key).isPresent())) {
              return false;
            }
            throw e;
          }
        });
  }

  @Override
  public Optional<byte[]> read(String bucket, String key) {
    return call(
        "read",
        bucket,
        key,
        () -> {
          try {
            return Optional.of(
                client.getObjectAsBytes(r -> r.bucket(bucket).key(key)).asByteArray());
          } catch (NoSuchKeyException e) {
            return Optional.empty();
          }
        });
  }

  @Override
  public void delete(String bucket, List<String> keys) {
    for (int start = 0; start < keys.size(); start += MOST_DELETES) {
      List<String> some = keys.subList(start, Math.min(keys.size(), start + MOST_DELETES));
      List<S3Error> errors =
          call(
              "delete",
              bucket,
              some.get(0),
              () -> client.deleteObjects(r -> r.bucket(bucket).delete(named(some))).errors());
      if (!errors.isEmpty()) {
        String what = errors.get(0).key() + ": " + errors.get(0).message();
        throw new UncheckedIOException(
            "Cannot delete s3://" + bucket + "/" + what, new IOException(what));
      }
    }
  }

  private static Delete named(List<String> keys) {
    return Delete.builder()
        .quiet(true)
        .objects(keys.stream().map(key -> ObjectIdentifier.builder().key(key).build()).toList())
        .build();
  }

  /** S3 tells it even where it refuses the call, as of a bucket in another Region. */
  @Override
  public Optional<String> region(String bucket) {
    try {
      return Optional.ofNullable(client.headBucket(r -> r.bucket(bucket)).bucketRegion());
    } catch (S3Exception e) {
      return e.awsErrorDetails() == null || e.awsErrorDetails().sdkHttpResponse() == null
          ? Optional.empty()
          : e.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region");
    } catch (SdkException e) {
      return Optional.empty();
    }
  }

  private static <T> T call(String verb, String bucket, String key, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw new UncheckedIOException(
          "Cannot " + verb + " s3://" + bucket + "/" + key + ": " + e.getMessage(),
          new IOException(e.getMessage(), e));
    }
  }
}
