package io.firn.testing;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * An S3 that lives in this JVM's memory, or in a directory, and listens on 127.0.0.1, so that child
 * processes reach it too. It checks signatures, against one fixed pair of keys unless it is given
 * others. It is S3Proxy, in a class loader of its own: its libraries do not go with Spark's.
 */
public final class LocalS3 implements Closeable {
  public static final String ACCESS_KEY = "local-access-key";
  public static final String SECRET_KEY = "local-secret-key";
  public static final String REGION = "us-east-1";

  /** Objects are not sent in chunks by every client. */
  private static final long MOST_UNCHUNKED_BYTES = 512L << 20;

  /**
   * How an S3 is set up.
   *
   * @param directory keeps the objects, a folder for each bucket; empty for memory
   * @param secrets the secret key of each access key that it knows
   */
  public record Setup(Optional<Path> directory, Function<String, Optional<String>> secrets) {
    /** In memory, with the fixed keys. */
    static final Setup IN_MEMORY = new Setup(Optional.empty(), LocalS3::fixedSecret);
  }

  /** One for all: to load the thousands of classes takes seconds, and they keep no state. */
  private static final class Libraries {
    static final ClassLoader LOADER = loader();

    private static ClassLoader loader() {
      try {
        return new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private final Object server;
  private final URI endpoint;

  private LocalS3(Object server, URI endpoint) {
    this.server = server;
    this.endpoint = endpoint;
  }

  public static LocalS3 start() throws ReflectiveOperationException {
    return start(Setup.IN_MEMORY);
  }

  public static LocalS3 start(Setup setup) throws ReflectiveOperationException {
    ClassLoader loader = Libraries.LOADER;
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      Object server = server(loader, setup);
      server.getClass().getMethod("start").invoke(server);
      int port = (int) server.getClass().getMethod("getPort").invoke(server);
      return new LocalS3(server, URI.create("http://127.0.0.1:" + port));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static Optional<String> fixedSecret(String accessKey) {
    return accessKey.equals(ACCESS_KEY) ? Optional.of(SECRET_KEY) : Optional.empty();
  }

  private static Object server(ClassLoader loader, Setup setup)
      throws ReflectiveOperationException {
    Properties properties = new Properties();
    properties.setProperty("s3proxy.endpoint", "http://127.0.0.1:0");
    properties.setProperty("s3proxy.authorization", "aws-v2-or-v4");
    properties.setProperty("s3proxy.identity", ACCESS_KEY);
    properties.setProperty("s3proxy.credential", SECRET_KEY);
    properties.setProperty("s3proxy.ignore-unknown-headers", "true");
    properties.setProperty(
        "s3proxy.v4-max-non-chunked-request-size", String.valueOf(MOST_UNCHUNKED_BYTES));
    Class<?> store = loader.loadClass("org.gaul.s3proxy.blobstore.BlobStore");
    Object objects = objects(loader, setup);
    Object builder =
        loader
            .loadClass("org.gaul.s3proxy.S3Proxy$Builder")
            .getMethod("fromProperties", Properties.class)
            .invoke(null, properties);
    builder.getClass().getMethod("blobStore", store).invoke(builder, objects);
    // Clients' idle connections are not waited for.
    builder.getClass().getMethod("stopTimeout", long.class).invoke(builder, 0L);
    Object server = builder.getClass().getMethod("build").invoke(builder);
    Class<?> locator = loader.loadClass("org.gaul.s3proxy.BlobStoreLocator");
    server
        .getClass()
        .getMethod("setBlobStoreLocator", locator)
        .invoke(server, locator(loader, locator, objects, setup));
    return server;
  }

  private static Object objects(ClassLoader loader, Setup setup)
      throws ReflectiveOperationException {
    if (setup.directory().isEmpty()) {
      return loader
          .loadClass("org.gaul.s3proxy.nio2blob.TransientNio2BlobStore")
          .getConstructor()
          .newInstance();
    }
    return loader
        .loadClass("org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore")
        .getConstructor(String.class)
        .newInstance(setup.directory().get().toString());
  }

  /** Finds for each access key its secret, and the one store. */
  private static Object locator(ClassLoader loader, Class<?> type, Object objects, Setup setup)
      throws ReflectiveOperationException {
    Constructor<?> grant =
        loader
            .loadClass("org.gaul.s3proxy.AccessGrant")
            .getConstructor(String.class, loader.loadClass("org.gaul.s3proxy.blobstore.BlobStore"));
    return Proxy.newProxyInstance(
        loader,
        new Class<?>[] {type},
        (proxy, method, arguments) -> {
          if (!(arguments[0] instanceof String accessKey)) {
            return null;
          }
          Optional<String> secret = setup.secrets().apply(accessKey);
          return secret.isEmpty() ? null : grant.newInstance(secret.get(), objects);
        });
  }

  /** Written by the build, from Maven. */
  private static URL[] classPath() throws IOException {
    try (InputStream in = LocalS3.class.getResourceAsStream("/s3proxy.classpath")) {
      if (in == null) {
        throw new IllegalStateException(
            "Cannot start S3Proxy: no s3proxy.classpath on the class path; run mvn"
                + " process-test-resources");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
      List<URL> urls = new ArrayList<>();
      for (String path : text.split(File.pathSeparator, -1)) {
        urls.add(url(path));
      }
      return urls.toArray(URL[]::new);
    }
  }

  private static URL url(String path) throws MalformedURLException {
    return new File(path).toURI().toURL();
  }

  public URI endpoint() {
    return endpoint;
  }

  /** A new client; the caller closes it. */
  public S3Client client() {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .region(Region.of(REGION))
        .forcePathStyle(true)
        // HttpURLConnection sends now and then on a connection that S3 has just closed.
        .httpClientBuilder(ApacheHttpClient.builder())
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY)))
        .build();
  }

  /** Makes a bucket; names have at least three characters. */
  public void createBucket(String bucket) {
    try (S3Client client = client()) {
      client.createBucket(request -> request.bucket(bucket));
    }
  }

  /** Settings for Hadoop's S3A, without the {@code spark.hadoop.} before them. */
  public Map<String, String> s3aProperties() {
    return Map.of(
        "fs.s3a.endpoint",
        endpoint.toString(),
        "fs.s3a.endpoint.region",
        REGION,
        "fs.s3a.path.style.access",
        "true",
        "fs.s3a.access.key",
        ACCESS_KEY,
        "fs.s3a.secret.key",
        SECRET_KEY,
        "fs.s3a.aws.credentials.provider",
        "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
  }

  /** Catalog properties for Iceberg's S3FileIO. */
  public Map<String, String> icebergProperties() {
    return Map.of(
        "s3.endpoint", endpoint.toString(),
        "client.region", REGION,
        "s3.path-style-access", "true",
        "s3.access-key-id", ACCESS_KEY,
        "s3.secret-access-key", SECRET_KEY);
  }

  /** What scripts/firn in a child process needs in its environment. */
  public Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_ENDPOINT_URL_S3", endpoint.toString());
    environment.put("AWS_REGION", REGION);
    environment.put("AWS_ACCESS_KEY_ID", ACCESS_KEY);
    environment.put("AWS_SECRET_ACCESS_KEY", SECRET_KEY);
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    return environment;
  }

  @Override
  public void close() throws IOException {
    try {
      server.getClass().getMethod("stop").invoke(server);
    } catch (ReflectiveOperationException e) {
      throw new IOException("Cannot stop S3Proxy at " + endpoint, e);
    }
  }
}
