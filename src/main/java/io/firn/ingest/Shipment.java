package io.firn.ingest;

import io.firn.TableName;
import java.io.Serializable;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.Table;

/**
 * What one round ships to executors beside its tasks.
 *
 * @param tables those that the round's tasks write to, serializable
 * @param quarantine the table firn.quarantine, serializable
 */
record Shipment(RoundSettings round, Map<TableName, Destination> tables, Table quarantine)
    implements Serializable {

  /** A table, and how tasks write to it. */
  record Destination(Table table, WriteSettings settings) implements Serializable {}

  Table table(TableName name) {
    return destination(name).table();
  }

  WriteSettings settings(TableName name) {
    return destination(name).settings();
  }

  private Destination destination(TableName name) {
    return Objects.requireNonNull(tables.get(name), name::toString);
  }
}
