package io.firn.driver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.driver.ExportFunction.ExportFailedException;
import io.firn.sandbox.InputEvent;
import io.firn.sandbox.SandboxSettings;
import io.firn.sandbox.TaskTimes;
import io.firn.sandbox.TestClock;
import io.firn.sandbox.http.Clients;
import io.firn.sandbox.http.Sandbox;
import io.firn.testing.LocalS3;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** The export as Lambda calls it. */
final class ExportFunctionTest {
  private static final String GROUP = "/shop/orders";

  @TempDir private Path folder;
  private Sandbox sandbox;
  private Clients clients;
  private Map<String, String> environment;

  @BeforeEach
  void start() throws Exception {
    sandbox =
        Sandbox.start(
            Sandbox.Setup.inMemory(
                TestClock.running(),
                SandboxSettings.defaults()
                    .withTaskTimes(
                        TaskTimes.fixed(Duration.ofMillis(50), Duration.ofMillis(100)))));
    clients = Clients.of(sandbox);
    clients.s3().createBucket(r -> r.bucket("landing"));
    Instant now = Instant.now();
    sandbox.logs().ensureLogGroup(GROUP);
    sandbox.logs().backdate(GROUP, now.minus(Duration.ofDays(1)));
    sandbox
        .logs()
        .putPastEvents(
            GROUP, "s", List.of(new InputEvent(now.minusSeconds(72_000).toEpochMilli(), "m")));
    environment = new HashMap<>(sandbox.environment());
    environment.put("AWS_REGION", Sandbox.HOME.region());
    // The runtime's own, which the SDK reads from its process.
    System.setProperty("aws.accessKeyId", LocalS3.ACCESS_KEY);
    System.setProperty("aws.secretAccessKey", LocalS3.SECRET_KEY);
  }

  @AfterEach
  void stop() throws IOException {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
    clients.close();
    sandbox.close();
  }

  private static String config(String landing) {
    return """
        catalog: {type: glue, warehouse: "s3://landing/lake"}
        state: s3://landing/state
        sources:
          - {account: "123456789012", region: %s, landing: "%s", recheck-after: []}
        """
        .formatted(Sandbox.HOME.region(), landing);
  }

  private String answer() throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    new ExportFunction(environment).handle(InputStream.nullInputStream(), answer);
    return answer.toString(UTF_8);
  }

  private void configFile(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("firn.yaml"), text);
    environment.put(ExportFunction.CONFIG, file.toString());
  }

  @Test
  void oneTickWithAConfigOfThePackage() throws Exception {
    configFile(config("s3://landing/exports"));
    environment.put(ExportFunction.BUDGET, "20s");
    JsonNode reports = new ObjectMapper().readTree(answer());
    assertThat(reports).hasSize(1);
    assertThat(reports.get(0).get("end").textValue()).isEqualTo("idle");
    assertThat(reports.get(0).get("windows")).hasSize(1);
  }

  @Test
  void theConfigMayBeInS3() throws Exception {
    clients
        .s3()
        .putObject(
            r -> r.bucket("landing").key("conf/firn.yaml"),
            RequestBody.fromString(config("s3://landing/exports")));
    environment.put(ExportFunction.CONFIG, "s3://landing/conf/firn.yaml");
    environment.put(ExportFunction.BUDGET, "1s");
    assertThat(answer()).startsWith("[{\"account\":\"123456789012\"").endsWith("}]\n");
    environment.put(ExportFunction.CONFIG, "s3://landing/none.yaml");
    assertThatThrownBy(this::answer)
        .hasMessage("Cannot read config s3://landing/none.yaml: no such object");
  }

  @Test
  void whatFailsIsThrownWithItsReason() throws Exception {
    configFile(config("s3://no-such/exports"));
    environment.put(ExportFunction.BUDGET, "1s");
    assertThatThrownBy(this::answer)
        .isInstanceOf(ExportFailedException.class)
        .hasMessageContaining("there is no such bucket; create it in " + Sandbox.HOME.region());
    environment.remove(ExportFunction.CONFIG);
    assertThatThrownBy(this::answer)
        .hasMessage(
            "Cannot export: FIRN_CONFIG is not set (to a file of the package, or s3://...)");
  }

  /** What Lambda finds by the handler's name. */
  @Test
  void itsHandlerHasTheFormThatLambdaWants() throws Exception {
    Class<?> function = Class.forName("io.firn.driver.ExportFunction");
    assertThat(function.getConstructor().newInstance()).isNotNull();
    assertThat(function.getMethod("handle", InputStream.class, OutputStream.class).getReturnType())
        .isEqualTo(void.class);
  }
}
