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
import io.firn.table.OpenCatalog;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

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
      Lake lake, OpenCatalog catalog, Configuration configuration, String run, Tasks tasks) {
    Clock clock = Clock.systemUTC();
    Optional<S3Location> location = S3Location.parse(lake.state());
    S3Client s3 = location.isPresent() ? S3Clients.open(lake.environment()) : null;
    StateStore state =
        s3 == null
            ? new LocalStateStore(Path.of(lake.state()))
            : new S3StateStore(s3, location.get().bucket(), location.get().key());
    Leases leases = new Leases(state, clock, lake.leaseLength(), Holder.ofThisProcess(run, tasks));
    Ledger ledger = Ledger.open(catalog.catalog(), run, clock);
    BatchFiles files = BatchFiles.of(catalog, configuration);
    return new LakeStores(new Stores(catalog.catalog(), ledger, files, leases), s3);
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
