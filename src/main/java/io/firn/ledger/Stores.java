package io.firn.ledger;

import io.firn.state.Leases;
import io.firn.table.BatchFiles;
import org.apache.iceberg.catalog.Catalog;

/** Where a batch leaves its traces. */
public record Stores(Catalog catalog, Ledger ledger, BatchFiles files, Leases leases) {}
