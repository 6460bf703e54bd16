package io.firn.sandbox.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.firn.sandbox.Quotas;
import io.firn.sandbox.SandboxSettings;
import io.firn.sandbox.TestClock;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateExportTaskRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ExportTask;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A sandbox with the group {@code g} and the bucket {@code landing}, and calls of its clients. */
final class ExportFixture implements Closeable {
  static final String BUCKET = "landing";
  static final Instant START = Instant.parse("2026-11-23T05:00:00Z");

  private final Sandbox sandbox;
  private final Clients clients;

  ExportFixture(SandboxSettings settings) throws Exception {
    this.sandbox =
        Sandbox.start(
            new Sandbox.Setup(
                TestClock.standingAt(START),
                settings.withQuotas(Quotas.NONE),
                Optional.empty(),
                0));
    this.clients = Clients.of(sandbox);
    clients.s3().createBucket(r -> r.bucket(BUCKET));
    logs().createLogGroup(r -> r.logGroupName("g"));
  }

  Sandbox sandbox() {
    return sandbox;
  }

  Clients clients() {
    return clients;
  }

  CloudWatchLogsClient logs() {
    return clients.logs();
  }

  TestClock clock() {
    return sandbox.clock();
  }

  long now() {
    return clock().millis();
  }

  /** Puts messages one millisecond after the other, the first at a time. */
  void put(String stream, long first, String... messages) {
    if (logs()
        .describeLogStreams(r -> r.logGroupName("g").logStreamNamePrefix(stream))
        .logStreams()
        .isEmpty()) {
      logs().createLogStream(r -> r.logGroupName("g").logStreamName(stream));
    }
    InputLogEvent[] events = new InputLogEvent[messages.length];
    Arrays.setAll(
        events, i -> InputLogEvent.builder().timestamp(first + i).message(messages[i]).build());
    logs().putLogEvents(r -> r.logGroupName("g").logStreamName(stream).logEvents(events));
  }

  static CreateExportTaskRequest.Builder request(long from, long to) {
    return CreateExportTaskRequest.builder()
        .taskName("firn-1")
        .logGroupName("g")
        .from(from)
        .to(to)
        .destination(BUCKET)
        .destinationPrefix("exports/a");
  }

  String create(long from, long to) {
    return logs().createExportTask(request(from, to).build()).taskId();
  }

  ExportTask task(String id) {
    return logs().describeExportTasks(r -> r.taskId(id)).exportTasks().get(0);
  }

  List<String> keys() {
    return clients.s3().listObjectsV2Paginator(r -> r.bucket(BUCKET)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  String body(String key) {
    return clients.s3().getObjectAsBytes(r -> r.bucket(BUCKET).key(key)).asUtf8String();
  }

  String unzipped(String key) {
    byte[] zipped = clients.s3().getObjectAsBytes(r -> r.bucket(BUCKET).key(key)).asByteArray();
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    clients.close();
    sandbox.close();
  }
}
