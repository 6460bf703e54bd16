package io.firn.sandbox.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.sandbox.SandboxSettings;
import io.firn.testing.LocalS3;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** S3 through the sandbox's one port: by the SDK, by S3A and by S3FileIO. */
final class S3HttpTest {
  private static final String BUCKET = ExportFixture.BUCKET;
  private static final int MEBIBYTE = 1 << 20;

  private static ExportFixture fixture;
  private static S3Client s3;

  @BeforeAll
  static void start() throws Exception {
    fixture = new ExportFixture(SandboxSettings.defaults());
    s3 = fixture.clients().s3();
  }

  @AfterAll
  static void stop() throws Exception {
    fixture.close();
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @Test
  void keysOfAllKindsComeBackAsTheyWere() {
    List<String> keys =
        List.of(
            "k/2026-11-23-[$LATEST]0d5c/000000.gz",
            "k/a b+c%20&d=e",
            "k/äöü/=",
            "k/~!@#'()",
            "k/x");
    for (String key : keys) {
      s3.putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromString("body of " + key));
    }
    assertThat(s3.listObjectsV2(r -> r.bucket(BUCKET).prefix("k/")).contents())
        .extracting(S3Object::key)
        .containsExactlyInAnyOrderElementsOf(keys);
    for (String key : keys) {
      assertThat(fixture.body(key)).isEqualTo("body of " + key);
      assertThat(s3.headObject(r -> r.bucket(BUCKET).key(key)).contentLength())
          .isEqualTo(("body of " + key).getBytes(UTF_8).length);
    }
    assertThat(
            s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("k/x").range("bytes=5-6")).asUtf8String())
        .isEqualTo("of");
    List<ObjectIdentifier> gone =
        List.of(
            ObjectIdentifier.builder().key("k/x").build(),
            ObjectIdentifier.builder().key("k/none").build());
    s3.deleteObjects(r -> r.bucket(BUCKET).delete(d -> d.objects(gone)));
    assertThatThrownBy(() -> fixture.body("k/x")).isInstanceOf(NoSuchKeyException.class);
    assertThatThrownBy(() -> s3.headObject(r -> r.bucket(BUCKET).key("k/x")))
        .isInstanceOf(NoSuchKeyException.class);
    assertThatThrownBy(() -> s3.listObjectsV2(r -> r.bucket("no-such-bucket")))
        .isInstanceOf(NoSuchBucketException.class);
  }

  @Test
  void conditionsAreHonoured() {
    String etag =
        s3.putObject(r -> r.bucket(BUCKET).key("c").ifNoneMatch("*"), RequestBody.fromString("one"))
            .eTag();
    assertRefused(
        () ->
            s3.putObject(
                r -> r.bucket(BUCKET).key("c").ifNoneMatch("*"), RequestBody.fromString("two")));
    s3.putObject(r -> r.bucket(BUCKET).key("c").ifMatch(etag), RequestBody.fromString("two"));
    assertRefused(
        () ->
            s3.putObject(
                r -> r.bucket(BUCKET).key("c").ifMatch(etag), RequestBody.fromString("three")));
    assertThat(fixture.body("c")).isEqualTo("two");
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
  }

  @Test
  void aWrongChecksumIsRefused() {
    String md5OfNothing = "1B2M2Y8AsgTpgAmY7PhCfg==";
    assertThatThrownBy(
            () ->
                s3.putObject(
                    r -> r.bucket(BUCKET).key("bad").contentMD5(md5OfNothing),
                    RequestBody.fromString("something")))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("BadDigest"));
    assertThatThrownBy(
            () ->
                s3.putObject(
                    r -> r.bucket(BUCKET).key("bad").checksumCRC32("AAAAAA=="),
                    RequestBody.fromString("something")))
        .isInstanceOf(S3Exception.class);
    assertThatThrownBy(() -> fixture.body("bad")).isInstanceOf(NoSuchKeyException.class);
  }

  @Test
  void largeObjectsGoInOneOrInParts() {
    byte[] large = bytes(40 * MEBIBYTE);
    s3.putObject(r -> r.bucket(BUCKET).key("large"), RequestBody.fromBytes(large));
    assertThat(s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("large")).asByteArrayUnsafe())
        .isEqualTo(large);

    String upload = s3.createMultipartUpload(r -> r.bucket(BUCKET).key("parts")).uploadId();
    byte[] part = bytes(5 * MEBIBYTE);
    CompletedPart[] done = new CompletedPart[2];
    for (int i = 0; i < 2; i++) {
      int number = i + 1;
      String etag =
          s3.uploadPart(
                  r -> r.bucket(BUCKET).key("parts").uploadId(upload).partNumber(number),
                  RequestBody.fromBytes(part))
              .eTag();
      done[i] = CompletedPart.builder().partNumber(number).eTag(etag).build();
    }
    s3.completeMultipartUpload(
        r -> r.bucket(BUCKET).key("parts").uploadId(upload).multipartUpload(m -> m.parts(done)));
    assertThat(s3.headObject(r -> r.bucket(BUCKET).key("parts")).contentLength())
        .isEqualTo(10L * MEBIBYTE);
  }

  @Test
  void s3aWorksOnIt() throws Exception {
    Configuration configuration = new Configuration();
    fixture.sandbox().s3aProperties().forEach(configuration::set);
    byte[] content = bytes(9 * MEBIBYTE);
    try (FileSystem files =
        FileSystem.newInstance(URI.create("s3a://" + BUCKET + "/"), configuration)) {
      org.apache.hadoop.fs.Path path =
          new org.apache.hadoop.fs.Path("s3a://landing/hadoop/[$LATEST]a b/x");
      try (FSDataOutputStream out = files.create(path)) {
        out.write(content);
      }
      assertThat(files.listStatus(path.getParent()))
          .extracting(FileStatus::getLen)
          .containsExactly((long) content.length);
      try (FSDataInputStream in = files.open(path)) {
        assertThat(in.readAllBytes()).isEqualTo(content);
      }
      assertThat(files.delete(path, false)).isTrue();
    }
  }

  @Test
  void s3FileIoWorksOnIt() throws Exception {
    byte[] content = bytes(3 * MEBIBYTE);
    try (S3FileIO io = new S3FileIO()) {
      io.initialize(fixture.sandbox().icebergProperties());
      String location = "s3://landing/iceberg/x.parquet";
      try (PositionOutputStream out = io.newOutputFile(location).create()) {
        out.write(content);
      }
      assertThat(io.newInputFile(location).getLength()).isEqualTo(content.length);
      try (SeekableInputStream in = io.newInputFile(location).newStream()) {
        in.seek(MEBIBYTE);
        assertThat(in.readAllBytes())
            .isEqualTo(Arrays.copyOfRange(content, MEBIBYTE, content.length));
      }
      assertThat(io.listPrefix("s3://landing/iceberg/")).hasSize(1);
      io.deletePrefix("s3://landing/iceberg/");
      assertThat(io.newInputFile(location).exists()).isFalse();
    }
  }

  @Test
  void aDirectoryKeepsTheBuckets(@TempDir Path directory) throws Exception {
    LocalS3.Setup setup =
        new LocalS3.Setup(Optional.of(directory), key -> Optional.of(LocalS3.SECRET_KEY));
    try (LocalS3 first = LocalS3.start(setup);
        S3Client client = first.client()) {
      client.createBucket(r -> r.bucket("kept"));
      client.putObject(r -> r.bucket("kept").key("a/b"), RequestBody.fromString("x"));
    }
    try (LocalS3 second = LocalS3.start(setup);
        S3Client client = second.client()) {
      assertThat(client.getObjectAsBytes(r -> r.bucket("kept").key("a/b")).asUtf8String())
          .isEqualTo("x");
      assertRefused(
          () ->
              client.putObject(
                  r -> r.bucket("kept").key("a/b").ifNoneMatch("*"), RequestBody.fromString("y")));
    }
  }

  @Test
  void theEnvironmentAloneLeadsAProcessHere() throws Exception {
    Map<String, String> general = fixture.sandbox().environment();
    assertThat(general).containsKey("AWS_ENDPOINT_URL").doesNotContainKey("AWS_ENDPOINT_URL_S3");
    assertThat(EnvironmentProbe.run(general)).contains("all found");

    Map<String, String> each = new HashMap<>(general);
    String endpoint = each.remove("AWS_ENDPOINT_URL");
    for (String service : List.of("CLOUDWATCH_LOGS", "CLOUDWATCH", "STS", "S3")) {
      each.put("AWS_ENDPOINT_URL_" + service, endpoint);
    }
    assertThat(EnvironmentProbe.run(each)).contains("all found");
  }
}
