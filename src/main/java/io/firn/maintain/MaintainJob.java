package io.firn.maintain;

import io.firn.TableName;
import io.firn.ledger.Ledger;
import io.firn.state.Lease;
import io.firn.state.LeaseInfo;
import io.firn.state.Leases;
import java.time.Clock;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.iceberg.catalog.Catalog;
import org.apache.spark.sql.SparkSession;

/**
 * Keeps the tables of a lake in order, beside whatever else is done with them. Every step is an
 * Iceberg commit of its own, or deletes what nobody can need: it may be killed anywhere.
 */
public final class MaintainJob {
  /** Two at once do no harm; one of them would do what the other does. */
  public static final String LEASE = "maintain";

  private final SparkSession spark;
  private final Catalog catalog;
  private final Optional<Ledger> ledger;
  private final Leases leases;
  private final Clock clock;
  private final Consumer<String> progress;

  /**
   * A job.
   *
   * @param ledger empty if nothing was ever ingested
   * @param progress is told each step as it begins
   */
  public MaintainJob(
      SparkSession spark,
      Catalog catalog,
      Optional<Ledger> ledger,
      Leases leases,
      Clock clock,
      Consumer<String> progress) {
    this.spark = spark;
    this.catalog = catalog;
    this.ledger = ledger;
    this.leases = leases;
    this.clock = clock;
    this.progress = progress;
  }

  /** Names of tables that were asked for, and that Firn has not made. */
  public Set<TableName> missing(MaintainRequest request) {
    Set<TableName> missing = new HashSet<>(request.scope().tables());
    MaintenancePass.tables(catalog, request).own().forEach(own -> missing.remove(own.name()));
    return missing;
  }

  /** Says what {@link #run} would do; nothing is changed. */
  public MaintainReport preview(MaintainRequest request) {
    return pass(request).preview();
  }

  /** Does it, as far as the budget goes. Where another run is at it, nothing. */
  public MaintainReport run(MaintainRequest request) {
    Optional<Lease> lease = leases.acquire(LEASE);
    Optional<LeaseInfo> holder = lease.isPresent() ? Optional.empty() : leases.find(LEASE);
    if (holder.isPresent()) {
      return MaintainReport.heldBy(holder.get());
    }
    try {
      return pass(request).run();
    } finally {
      lease.ifPresent(Lease::release);
    }
  }

  private MaintenancePass pass(MaintainRequest request) {
    return new MaintenancePass(spark, catalog, ledger, clock, progress, request);
  }
}
