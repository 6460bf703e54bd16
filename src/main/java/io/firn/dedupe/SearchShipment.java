package io.firn.dedupe;

import io.firn.BatchId;
import io.firn.TableName;
import java.io.Serializable;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/**
 * What the searches of a batch ship to executors beside what each compares.
 *
 * @param number tells files of these searches from those of others
 * @param duplicates the table firn.duplicates, serializable; null if no table needs it
 */
public record SearchShipment(
    BatchId batch, int number, Map<TableName, SearchedTable> tables, @Nullable Table duplicates)
    implements Serializable {
  public SearchShipment {
    tables = Map.copyOf(tables);
  }

  SearchedTable table(TableName name) {
    return Objects.requireNonNull(tables.get(name), name::toString);
  }

  Table requiredDuplicates() {
    return Objects.requireNonNull(duplicates, "duplicates");
  }
}
