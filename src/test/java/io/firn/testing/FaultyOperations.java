package io.firn.testing;

import io.firn.TableName;
import io.firn.testing.Faults.Failure;
import java.io.IOException;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.encryption.EncryptionManager;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;

/** A table's operations, whose commits are steps and may fail. */
final class FaultyOperations implements TableOperations {
  private final TableOperations real;
  private final TableName table;
  private final Faults faults;

  FaultyOperations(TableOperations real, TableName table, Faults faults) {
    this.real = real;
    this.table = table;
    this.faults = faults;
  }

  @Override
  public void commit(TableMetadata base, TableMetadata metadata) {
    int number = faults.nextCommit(table);
    String step = "commit " + table + " #" + number + (base == null ? " create" : "");
    Failure failure = faults.failure(table, number);
    faults.begin(step);
    if (failure == Failure.REFUSED) {
      throw new CommitFailedException("Injected: %s", step);
    }
    if (failure == Failure.REQUEST_LOST) {
      throw unknown(step);
    }
    real.commit(base, metadata);
    faults.done(step);
    if (failure == Failure.ANSWER_LOST) {
      throw unknown(step);
    }
  }

  private static CommitStateUnknownException unknown(String step) {
    return new CommitStateUnknownException(new IOException("Injected: " + step));
  }

  @Override
  public TableMetadata current() {
    return real.current();
  }

  @Override
  public TableMetadata refresh() {
    return real.refresh();
  }

  @Override
  public FileIO io() {
    return real.io();
  }

  @Override
  public EncryptionManager encryption() {
    return real.encryption();
  }

  @Override
  public String metadataFileLocation(String fileName) {
    return real.metadataFileLocation(fileName);
  }

  @Override
  public LocationProvider locationProvider() {
    return real.locationProvider();
  }

  @Override
  public TableOperations temp(TableMetadata uncommittedMetadata) {
    return real.temp(uncommittedMetadata);
  }

  @Override
  public long newSnapshotId() {
    return real.newSnapshotId();
  }

  @Override
  public boolean requireStrictCleanup() {
    return real.requireStrictCleanup();
  }
}
