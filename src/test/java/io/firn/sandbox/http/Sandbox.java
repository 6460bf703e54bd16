package io.firn.sandbox.http;

import io.firn.sandbox.AccountRegion;
import io.firn.sandbox.CloudLogs;
import io.firn.sandbox.Quotas;
import io.firn.sandbox.RegionalLogs;
import io.firn.sandbox.SandboxSettings;
import io.firn.sandbox.TestClock;
import io.firn.testing.LocalS3;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * CloudWatch Logs, CloudWatch, STS and S3 on one port of 127.0.0.1, for real clients. Export tasks
 * write into the buckets that clients see.
 */
public final class Sandbox implements Closeable {
  /** The account and Region of {@link #environment}. */
  public static final AccountRegion HOME = new AccountRegion("123456789012", LocalS3.REGION);

  /**
   * How a sandbox is set up.
   *
   * @param directory keeps the buckets; empty for memory
   * @param port 0 for a free one
   */
  public record Setup(
      TestClock clock, SandboxSettings settings, Optional<Path> directory, int port) {
    /** In memory, on a free port, with quotas by the real clock, as real clients wait. */
    public static Setup inMemory(TestClock clock, SandboxSettings settings) {
      return new Setup(clock, settings.withQuotas(Quotas.BY_REAL_CLOCK), Optional.empty(), 0);
    }
  }

  private final Accounts accounts;
  private final CloudLogs model;
  private final LocalS3 s3;
  private final S3Exports exports;
  private final SandboxServer server;
  private final Settling settling;

  private Sandbox(
      Accounts accounts, CloudLogs model, LocalS3 s3, S3Exports exports, SandboxServer server) {
    this.accounts = accounts;
    this.model = model;
    this.s3 = s3;
    this.exports = exports;
    this.server = server;
    this.settling = Settling.of(model);
  }

  public static Sandbox start(Setup setup) throws IOException, ReflectiveOperationException {
    Accounts accounts = new Accounts();
    accounts.add(LocalS3.ACCESS_KEY, LocalS3.SECRET_KEY, HOME.account());
    LocalS3 s3 =
        LocalS3.start(
            new LocalS3.Setup(setup.directory(), key -> accounts.find(key).map(AccessKey::secret)));
    S3Exports exports = new S3Exports(s3);
    CloudLogs model = new CloudLogs(setup.clock(), setup.settings(), exports);
    SandboxServer server =
        new SandboxServer(
            setup.port(),
            new LogsApi(model, accounts),
            new QueryApi(model, accounts),
            new ControlApi(model, accounts, HOME),
            new S3Gateway(s3.endpoint(), model.buckets()::region));
    return new Sandbox(accounts, model, s3, exports, server);
  }

  /** For all of AWS's services that it has. */
  public URI endpoint() {
    return server.endpoint();
  }

  public CloudLogs model() {
    return model;
  }

  public TestClock clock() {
    return model.clock();
  }

  /** The logs of {@link #HOME}. */
  public RegionalLogs logs() {
    return model.in(HOME);
  }

  public Accounts accounts() {
    return accounts;
  }

  /** The S3 behind it, on a port of its own. */
  public LocalS3 s3() {
    return s3;
  }

  /** What a process needs in its environment so that all of its AWS clients come here. */
  public Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(s3.environment());
    environment.remove("AWS_ENDPOINT_URL_S3");
    environment.put("AWS_ENDPOINT_URL", endpoint().toString());
    return environment;
  }

  /** Settings for Hadoop's S3A, without the {@code spark.hadoop.} before them. */
  public Map<String, String> s3aProperties() {
    Map<String, String> properties = new HashMap<>(s3.s3aProperties());
    properties.put("fs.s3a.endpoint", endpoint().toString());
    return properties;
  }

  /** Catalog properties for Iceberg's S3FileIO. */
  public Map<String, String> icebergProperties() {
    Map<String, String> properties = new HashMap<>(s3.icebergProperties());
    properties.put("s3.endpoint", endpoint().toString());
    return properties;
  }

  @Override
  public void close() throws IOException {
    settling.close();
    server.close();
    exports.close();
    s3.close();
  }
}
