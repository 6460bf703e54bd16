package io.firn.testing;

import io.firn.table.ExtraProperties;
import io.firn.table.GlueSettings;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A Glue Data Catalog and an S3 on a free port of 127.0.0.1: moto, a Python program, as a process
 * of its own. Glue's version ids are not checked by it, so that only one writer at a time is
 * meaningful.
 */
public final class LocalAws implements Closeable {
  private static final String REGION = "eu-central-1";
  private static final String ACCESS_KEY = "local-access-key";
  private static final String SECRET_KEY = "local-secret-key";
  private static final int TRIES = 300;

  private final Process process;
  private final URI endpoint;

  private LocalAws(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /** Whether {@code python3} has moto with its server. */
  public static boolean isInstalled() throws IOException, InterruptedException {
    try {
      return quiet("-c", "import moto.server, flask").start().waitFor() == 0;
    } catch (IOException e) {
      // There is no python3.
      return false;
    }
  }

  public static LocalAws start() throws IOException, InterruptedException {
    int port = freePort();
    ProcessBuilder builder =
        quiet("-m", "moto.server", "-H", "127.0.0.1", "-p", String.valueOf(port));
    // Moto compares times of the local zone with UTC.
    builder.environment().put("TZ", "UTC");
    LocalAws aws = new LocalAws(builder.start(), URI.create("http://127.0.0.1:" + port));
    aws.awaitAnswer();
    return aws;
  }

  private static ProcessBuilder quiet(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "python3";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return new ProcessBuilder(command)
        .redirectInput(Redirect.from(new File("/dev/null")))
        .redirectOutput(Redirect.DISCARD)
        .redirectError(Redirect.DISCARD);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitAnswer() throws IOException, InterruptedException {
    for (int attempt = 0; attempt < TRIES && process.isAlive(); attempt++) {
      try {
        HttpURLConnection connection =
            (HttpURLConnection) endpoint.resolve("/moto-api/data.json").toURL().openConnection();
        if (connection.getResponseCode() == 200) {
          return;
        }
      } catch (IOException e) {
        // It does not listen yet.
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    close();
    throw new IOException("Cannot start moto: no answer at " + endpoint);
  }

  public void createBucket(String bucket) {
    try (S3Client client = s3()) {
      client.createBucket(
          request ->
              request
                  .bucket(bucket)
                  .createBucketConfiguration(where -> where.locationConstraint(REGION)));
    }
  }

  /** A new client; the caller closes it. */
  public S3Client s3() {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .region(Region.of(REGION))
        .forcePathStyle(true)
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .credentialsProvider(new Credentials())
        .build();
  }

  /** A new client; the caller closes it. */
  public CloudWatchLogsClient logs() {
    return CloudWatchLogsClient.builder()
        .endpointOverride(endpoint)
        .region(Region.of(REGION))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .credentialsProvider(new Credentials())
        .build();
  }

  /** A new client; the caller closes it. */
  public GlueClient glue() {
    return GlueClient.builder()
        .endpointOverride(endpoint)
        .region(Region.of(REGION))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .credentialsProvider(new Credentials())
        .build();
  }

  public URI endpoint() {
    return endpoint;
  }

  /** How this JVM reaches the Glue catalog. */
  public GlueSettings settings(String warehouse) {
    return settings(warehouse, endpoint);
  }

  /** The same by another endpoint, that of a proxy. */
  public GlueSettings settings(String warehouse, URI proxy) {
    Map<String, String> environment = environment();
    environment.put("AWS_ENDPOINT_URL", proxy.toString());
    return GlueSettings.of(
        warehouse,
        null,
        new ExtraProperties(
            Map.of("client.credentials-provider", Credentials.class.getName()), Map.of()),
        environment);
  }

  /** What a child process needs in its environment. */
  public Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_ENDPOINT_URL", endpoint.toString());
    environment.put("AWS_REGION", REGION);
    environment.put("AWS_ACCESS_KEY_ID", ACCESS_KEY);
    environment.put("AWS_SECRET_ACCESS_KEY", SECRET_KEY);
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    return environment;
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  /** The only ones; Iceberg makes them by name. */
  public static final class Credentials implements AwsCredentialsProvider {
    public static AwsCredentialsProvider create() {
      return new Credentials();
    }

    @Override
    public AwsCredentials resolveCredentials() {
      return StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY))
          .resolveCredentials();
    }
  }
}
