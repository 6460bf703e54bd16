package io.firn.sandbox.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.iceberg.aws.s3.S3FileIO;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

/** A process whose clients are told nothing: they find a sandbox by their environment. */
final class EnvironmentProbe {
  private EnvironmentProbe() {}

  /** All that the process printed. */
  static String run(Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                EnvironmentProbe.class.getName())
            .redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }

  public static void main(String[] arguments) throws Exception {
    try (CloudWatchLogsClient logs = CloudWatchLogsClient.create();
        CloudWatchClient metrics = CloudWatchClient.create();
        StsClient tokens = StsClient.create();
        S3Client s3 = S3Client.create()) {
      logs.describeExportTasks();
      Instant now = Instant.now();
      metrics.getMetricData(
          r -> r.startTime(now.minusSeconds(3600)).endTime(now).metricDataQueries(incomingBytes()));
      tokens.getCallerIdentity();
      s3.headBucket(r -> r.bucket(ExportFixture.BUCKET));
    }
    try (FileSystem files =
        FileSystem.newInstance(
            URI.create("s3a://" + ExportFixture.BUCKET + "/"), new Configuration())) {
      files.listStatus(new org.apache.hadoop.fs.Path("/"));
    }
    try (S3FileIO io = new S3FileIO()) {
      io.initialize(Map.of());
      io.listPrefix("s3://" + ExportFixture.BUCKET + "/").forEach(file -> {});
    }
    System.out.println("all found");
    System.exit(0);
  }

  private static MetricDataQuery incomingBytes() {
    Metric metric = Metric.builder().namespace("AWS/Logs").metricName("IncomingBytes").build();
    return MetricDataQuery.builder()
        .id("a")
        .metricStat(stat -> stat.metric(metric).period(60).stat("Sum"))
        .build();
  }
}
