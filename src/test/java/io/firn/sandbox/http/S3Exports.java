package io.firn.sandbox.http;

import io.firn.sandbox.ExportPart;
import io.firn.sandbox.ExportSink;
import io.firn.sandbox.ObjectName;
import io.firn.testing.LocalS3;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Exports into the buckets of an S3, as its clients see them. */
final class S3Exports implements ExportSink, Closeable {
  private final S3Client client;

  S3Exports(LocalS3 s3) {
    this.client = s3.client();
  }

  @Override
  public boolean hasBucket(String bucket) {
    try {
      client.headBucket(request -> request.bucket(bucket));
      return true;
    } catch (S3Exception e) {
      // There is none, or the name is none for a bucket.
      return false;
    }
  }

  @Override
  public void write(ObjectName object, String body) {
    put(object, RequestBody.fromString(body));
  }

  @Override
  public void write(ExportPart part) {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      part.writeText(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    put(part.object(), RequestBody.fromBytes(zipped.toByteArray()));
  }

  private void put(ObjectName object, RequestBody body) {
    try {
      client.putObject(request -> request.bucket(object.bucket()).key(object.key()), body);
    } catch (SdkException e) {
      throw new UncheckedIOException(
          new IOException("Cannot write s3://" + object.bucket() + "/" + object.key(), e));
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
