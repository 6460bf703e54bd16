package io.firn.cli;

import io.firn.cli.LakeOptions.Lake;
import io.firn.ledger.Ledger;
import io.firn.ledger.Stores;
import io.firn.state.Holder;
import io.firn.state.Holder.Tasks;
import io.firn.state.Leases;
import io.firn.state.LocalStateStore;
import io.firn.state.S3StateStore;
import io.firn.state.StateStore;
import io.firn.table.BatchFiles;
import io.firn.table.CatalogSettings;
import io.firn.table.S3Environment;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
   * @param run what the run is called
   * @param tasks where the run's tasks are
   */
  static LakeStores open(
      Lake lake,
      CatalogSettings settings,
      Catalog catalog,
      Configuration configuration,
      String run,
      Tasks tasks) {
    Clock clock = Clock.systemUTC();
    Optional<S3Location> location = S3Location.parse(lake.state());
    S3Client s3 = location.isPresent() ? client(lake.environment()) : null;
    StateStore state =
        s3 == null
            ? new LocalStateStore(Path.of(lake.state()))
            : new S3StateStore(s3, location.get().bucket(), location.get().prefix());
    Leases leases = new Leases(state, clock, lake.leaseLength(), Holder.ofThisProcess(run, tasks));
    Ledger ledger = Ledger.open(catalog, run, clock);
    return new LakeStores(
        new Stores(catalog, ledger, BatchFiles.of(settings, configuration), leases), s3);
  }

  /** A place in S3. */
  record S3Location(String bucket, String prefix) {
    private static final Pattern FORM =
        Pattern.compile("s3a?://(?<bucket>[^/]+)/?(?<prefix>.*?)/?");

    static Optional<S3Location> parse(String text) {
      Matcher matcher = FORM.matcher(text);
      return matcher.matches()
          ? Optional.of(new S3Location(matcher.group("bucket"), matcher.group("prefix")))
          : Optional.empty();
    }
  }

  private static S3Client client(Map<String, String> environment) {
    // By name: there may be several on the class path, and HttpURLConnection hides refused PUTs.
    S3ClientBuilder builder = S3Client.builder().httpClientBuilder(ApacheHttpClient.builder());
    S3Environment s3 = S3Environment.of(environment);
    if (s3.region() != null) {
      builder.region(Region.of(s3.region()));
    }
    if (s3.endpoint() != null) {
      builder.endpointOverride(URI.create(s3.endpoint())).forcePathStyle(true);
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
