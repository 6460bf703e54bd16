package io.firn.cli;

import io.firn.cli.LakeOptions.Lake;
import io.firn.ledger.BatchRecord;
import io.firn.ledger.Ledger;
import io.firn.ledger.Stores;
import io.firn.state.Holder.Tasks;
import io.firn.table.CatalogSettings;
import io.firn.table.Catalogs;
import io.firn.table.LogTables;
import io.firn.table.OpenCatalog;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine;

/** The ledger of a lake that is there, for as long as somebody looks at it. */
record LedgerLook(Stores stores) {

  /**
   * Opens the lake, and closes it after the look.
   *
   * @param command that looks, and may write a person's word
   */
  static <T> T at(Lake lake, CommandLine command, Function<LedgerLook, T> look) {
    String run = RunName.of(command).forJob("ledger");
    CatalogSettings settings = lake.existing();
    Configuration configuration = new Configuration();
    try (OpenCatalog catalog = Catalogs.open(settings, configuration)) {
      if (!catalog.catalog().tableExists(LogTables.identifier(Ledger.NAME))) {
        throw new UsageException(
            "Cannot open ledger: catalog "
                + settings.description()
                + " has none (run firn ingest first)");
      }
      try (LakeStores open = LakeStores.open(lake, catalog, configuration, run, Tasks.IN_PROCESS)) {
        return look.apply(new LedgerLook(open.stores()));
      }
    }
  }

  Ledger ledger() {
    return stores.ledger();
  }

  BatchReport report(BatchRecord record) {
    return BatchReport.of(record, stores.leases().find(record.batch().id()));
  }
}
