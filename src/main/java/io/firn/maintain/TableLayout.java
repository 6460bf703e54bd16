package io.firn.maintain;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a table's files should be.
 *
 * @param sort the columns that they are sorted by; none to leave rows in their order
 * @param bloom columns with bloom filters; null to leave the table as it is
 * @param statistics further columns with whole bounds in the table's metadata
 * @param retain how long rows are kept, by their day; null for ever
 * @param targetBytes of a file
 * @param properties of the table, beside those that follow from the rest
 */
public record TableLayout(
    List<String> sort,
    @Nullable List<String> bloom,
    List<String> statistics,
    @Nullable Duration retain,
    long targetBytes,
    Map<String, String> properties) {
  private static final String ROW_GROUP = "write.parquet.row-group-size-bytes";

  /**
   * A file of one batch need not be opened to know the batch. That is worth more than fewer files,
   * but for those that have next to nothing (docs/adr/0018).
   */
  private static final long LEDGER_TARGET = 512L << 10;

  private static final long LEDGER_ROW_GROUP = 16L << 20;

  public TableLayout {
    sort = List.copyOf(sort);
    bloom = bloom == null ? null : List.copyOf(bloom);
    statistics = List.copyOf(statistics);
    properties = Map.copyOf(properties);
    if (targetBytes < 1) {
      throw new IllegalArgumentException(
          "Invalid target size: " + targetBytes + " (must be 1 or more)");
    }
  }

  /** Of the ledger: its small files alone are put together, and runs ask it for single keys. */
  static TableLayout ofLedger() {
    return new TableLayout(
        List.of("log_group", "key"),
        null,
        List.of(),
        null,
        LEDGER_TARGET,
        Map.of(ROW_GROUP, String.valueOf(LEDGER_ROW_GROUP)));
  }

  /** Of firn.duplicates, which runs ask for single tables and days. */
  static TableLayout ofDuplicates(long targetBytes) {
    return new TableLayout(
        List.of("table_name", "table_uuid", "log_time"),
        null,
        List.of(),
        null,
        targetBytes,
        Map.of());
  }

  /** Of the quarantine, whose rows are looked at by people, the newest first. */
  static TableLayout ofQuarantine(long targetBytes) {
    return new TableLayout(List.of(), null, List.of(), null, targetBytes, Map.of());
  }
}
