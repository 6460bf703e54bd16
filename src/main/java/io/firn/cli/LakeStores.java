package io.firn.cli;

import io.firn.cli.LakeOptions.Lake;
import io.firn.landing.ListingMarks;
import io.firn.landing.StoredListingMarks;
import io.firn.ledger.Ledger;
import io.firn.ledger.Stores;
import io.firn.state.Holder.Tasks;
import io.firn.table.BatchFiles;
import io.firn.table.OpenCatalog;
import java.time.Clock;
import org.apache.hadoop.conf.Configuration;

/** The places that batches leave traces in, open for one run. */
final class LakeStores implements AutoCloseable {
  private final Stores stores;
  private final LakeState state;

  private LakeStores(Stores stores, LakeState state) {
    this.stores = stores;
    this.state = state;
  }

  /**
   * Opens them; the ledger is made when it is missing.
   *
   * @param run what the run is called
   * @param tasks where the run's tasks are
   */
  static LakeStores open(
      Lake lake, OpenCatalog catalog, Configuration configuration, String run, Tasks tasks) {
    LakeState state = LakeState.open(lake, run, tasks);
    Ledger ledger = Ledger.open(catalog.catalog(), run, Clock.systemUTC());
    BatchFiles files = BatchFiles.of(catalog, configuration);
    return new LakeStores(new Stores(catalog.catalog(), ledger, files, state.leases()), state);
  }

  Stores stores() {
    return stores;
  }

  ListingMarks marks() {
    return new StoredListingMarks(state.store());
  }

  @Override
  public void close() {
    stores.files().close();
    state.close();
  }
}
