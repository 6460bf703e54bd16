package io.firn.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import io.firn.config.ConfigException;
import io.firn.config.FirnConfig;
import io.firn.testing.LocalS3;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Where a config can be, and what is said where it is not. */
final class ConfigSourceTest {
  private static final String NAME = "s3://conf/jobs/firn.yaml";
  private static final String TEXT = "catalog: {type: glue, warehouse: s3://lake/w}\n";
  private static LocalS3 s3;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    s3 = LocalS3.start();
    s3.createBucket("conf");
  }

  @AfterAll
  static void stop() throws Exception {
    s3.close();
  }

  /** The SDK asks the JVM for credentials before it asks the environment. */
  @BeforeEach
  void logIn() {
    System.setProperty(SdkSystemSetting.AWS_ACCESS_KEY_ID.property(), LocalS3.ACCESS_KEY);
    System.setProperty(SdkSystemSetting.AWS_SECRET_ACCESS_KEY.property(), LocalS3.SECRET_KEY);
  }

  @AfterEach
  void logOut() {
    System.clearProperty(SdkSystemSetting.AWS_ACCESS_KEY_ID.property());
    System.clearProperty(SdkSystemSetting.AWS_SECRET_ACCESS_KEY.property());
  }

  private static void put(String text) {
    try (S3Client client = s3.client()) {
      client.putObject(
          request -> request.bucket("conf").key("jobs/firn.yaml"), RequestBody.fromString(text));
    }
  }

  private static FirnConfig read(String name) {
    return ConfigSource.read(name, s3.environment());
  }

  @Test
  void anObjectIsReadByEitherScheme() {
    put("\uFEFF" + TEXT);
    assertThat(read(NAME).state()).isEqualTo("s3://lake/w/firn-state");
    assertThat(read("s3a://conf/jobs/firn.yaml")).isEqualTo(read(NAME));
  }

  @Test
  void itsProblemsNameItAndTheLine() {
    put(TEXT + "state: st\nlanding: x\n");
    assertThat(catchThrowable(() -> read(NAME)))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e ->
                assertThat(e.problems())
                    .containsExactly(
                        NAME
                            + ":2:8: state: Invalid state: 'st' (must be absolute: a config that is"
                            + " no local file has no folder to start at)",
                        NAME + ":3:1: landing: Unknown key"));
    put("catalog: [\n");
    assertThatThrownBy(() -> read(NAME)).hasMessageStartingWith(NAME + ":2:1: Cannot read YAML: ");
  }

  @Test
  void whatIsNotThereIsUsage() {
    assertUsage("s3://conf/none.yaml", "Cannot read config s3://conf/none.yaml: no such object");
    assertUsage("s3://none/firn.yaml", "Cannot read config s3://none/firn.yaml: no such bucket");
    assertUsage("s3://conf", "Invalid config: 's3://conf' (must be s3://<bucket>/<key>)");
    assertUsage(
        "https://conf/firn.yaml",
        "Invalid config: 'https://conf/firn.yaml' (must be a file or s3://<bucket>/<key>)");
    put("#".repeat((1 << 20) + 1));
    assertUsage(NAME, "Cannot read config " + NAME + ": it has over 1048576 bytes");
  }

  private static void assertUsage(String name, String message) {
    Throwable failure = catchThrowable(() -> read(name));
    assertThat(failure).isInstanceOf(UsageException.class).hasMessage(message);
    assertThat(ExitCode.of(failure)).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void aRefusalIsAnOutsideFailure() {
    put(TEXT);
    System.setProperty(SdkSystemSetting.AWS_SECRET_ACCESS_KEY.property(), "another");
    assertThat(reported(s3.environment()))
        .startsWith("firn: Cannot read config " + NAME + ": ")
        .contains("Status Code: 403")
        .containsOnlyOnce(System.lineSeparator())
        .endsWith(" (check the AWS credentials)" + System.lineSeparator());
  }

  @Test
  void aServerThatIsNotThereIsAnOutsideFailure() {
    Map<String, String> environment = new HashMap<>(s3.environment());
    environment.put("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9");
    assertThat(reported(environment))
        .startsWith("firn: Cannot read config " + NAME + ": ")
        .contains("check the Region (AWS_REGION), and the endpoint (AWS_ENDPOINT_URL)");
  }

  private static String reported(Map<String, String> environment) {
    StringWriter err = new StringWriter();
    Throwable failure = catchThrowable(() -> ConfigSource.read(NAME, environment));
    assertThat(ExitCode.report(failure, new PrintWriter(err))).isEqualTo(ExitCode.OUTSIDE);
    return err.toString();
  }

  /** As S3 answers for a bucket of another Region. */
  @Test
  void aBucketInAnotherRegionIsNamed() throws Exception {
    HttpServer elsewhere =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    elsewhere.createContext(
        "/",
        exchange -> {
          byte[] body =
              ("<Error><Code>PermanentRedirect</Code><Message>The bucket you are attempting to"
                      + " access must be addressed using the specified endpoint.</Message></Error>")
                  .getBytes(UTF_8);
          exchange.getResponseHeaders().set("x-amz-bucket-region", "eu-west-3");
          exchange.sendResponseHeaders(301, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    elsewhere.start();
    try {
      Map<String, String> environment = new HashMap<>(s3.environment());
      environment.put(
          "AWS_ENDPOINT_URL_S3", "http://127.0.0.1:" + elsewhere.getAddress().getPort());
      assertThatThrownBy(() -> ConfigSource.read(NAME, environment))
          .isInstanceOf(UsageException.class)
          .hasMessage(
              "Cannot read config "
                  + NAME
                  + ": its bucket is in eu-west-3 (set AWS_REGION=eu-west-3)");
    } finally {
      elsewhere.stop(0);
    }
  }

  /** Glue's --extra-files and YARN's containers put it there, the latter as a link. */
  @Test
  void aFileOfTheWorkingDirectoryIsFoundByItsName() throws Exception {
    Path cache = Files.createDirectories(folder.resolve("cache"));
    Path work = Files.createDirectories(folder.toRealPath().resolve("work"));
    Files.writeString(cache.resolve("cached.yaml"), "catalog: {warehouse: w}\n");
    Files.createSymbolicLink(work.resolve("firn.yaml"), cache.resolve("cached.yaml"));
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "config",
                "--config",
                "firn.yaml")
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(out)).contains("warehouse: " + work.resolve("w") + "\n");
    assertThat(process.exitValue()).isZero();
  }
}
