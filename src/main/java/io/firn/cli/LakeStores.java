package io.firn.cli;

import io.firn.cli.LakeOptions.Lake;
import io.firn.ledger.Ledger;
import io.firn.ledger.Stores;
import io.firn.state.Holder;
import io.firn.state.Leases;
import io.firn.state.LocalStateStore;
import io.firn.state.S3StateStore;
import io.firn.state.StateStore;
import io.firn.table.BatchFiles;
import io.firn.table.CatalogSettings;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.catalog.Catalog;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** The places that batches leave traces in, open for one run. */
final class LakeStores implements AutoCloseable {
  private final Stores stores;
  private final @Nullable S3Client s3;

  private LakeStores(Stores stores, @Nullable S3Client s3) {
    this.stores = stores;
    this.s3 = s3;
  }

  /**
   * Opens them; the ledger is made when it is missing.
   *
   * @param job what the run is for, the beginning of its name
   */
  static LakeStores open(
      Lake lake,
      CatalogSettings settings,
      Catalog catalog,
      Configuration configuration,
      String job) {
    Clock clock = Clock.systemUTC();
    String run = job + "-" + HexFormat.of().toHexDigits(new SecureRandom().nextLong());
    Optional<S3Location> location = S3Location.parse(lake.state());
    S3Client s3 = location.isPresent() ? client(lake.environment()) : null;
    StateStore state =
        s3 == null
            ? new LocalStateStore(Path.of(lake.state()))
            : new S3StateStore(s3, location.get().bucket(), location.get().prefix());
    Leases leases = new Leases(state, clock, lake.leaseLength(), Holder.ofThisProcess(run));
    Ledger ledger = Ledger.open(catalog, run, clock);
    return new LakeStores(
        new Stores(catalog, ledger, BatchFiles.of(settings, configuration), leases), s3);
  }

  /** A place in S3. */
  private record S3Location(String bucket, String prefix) {
    static Optional<S3Location> parse(String text) {
      if (!text.startsWith("s3://")) {
        return Optional.empty();
      }
      String[] parts = text.substring("s3://".length()).split("/", 2);
      return Optional.of(new S3Location(parts[0], parts.length == 1 ? "" : parts[1]));
    }
  }

  private static S3Client client(Map<String, String> environment) {
    // By name: there may be several on the class path, and HttpURLConnection hides refused PUTs.
    S3ClientBuilder builder = S3Client.builder().httpClientBuilder(ApacheHttpClient.builder());
    String region = environment.get("AWS_REGION");
    if (region != null) {
      builder.region(Region.of(region));
    }
    String endpoint =
        environment.getOrDefault("AWS_ENDPOINT_URL_S3", environment.get("AWS_ENDPOINT_URL"));
    if (endpoint != null) {
      builder.endpointOverride(URI.create(endpoint)).forcePathStyle(true);
    }
    return builder.build();
  }

  Stores stores() {
    return stores;
  }

  @Override
  public void close() {
    stores.leases().close();
    stores.files().close();
    if (s3 != null) {
      s3.close();
    }
  }
}
