package io.firn.ledger;

import io.firn.TableName;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/**
 * The table that a batch goes to.
 *
 * @param uuid tells a table from another one made later under its name; null of one that is not
 *     there yet
 * @param location without a final slash
 * @param snapshotId the staged snapshot, once there is one
 */
public record Target(
    TableName name, @Nullable String uuid, String location, @Nullable Long snapshotId) {
  public Target {
    if (location.isEmpty() || location.endsWith("/")) {
      throw new IllegalArgumentException(
          "Invalid table location: '" + location + "' (must not be empty or end with a slash)");
    }
  }

  /** The table as it is, or as an uncommitted transaction will make it. */
  public static Target of(TableName name, Table table) {
    return new Target(name, table.uuid().toString(), table.location(), null);
  }

  /** A table that the batch will make. */
  public static Target planned(TableName name, String location) {
    return new Target(name, null, location, null);
  }

  public Target staged(long snapshot) {
    return new Target(name, uuid, location, snapshot);
  }
}
