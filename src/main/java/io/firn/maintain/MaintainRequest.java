package io.firn.maintain;

import io.firn.TableName;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What to keep in order, and how.
 *
 * @param tables which tables; none for all that Firn made
 * @param layouts of tables of events
 * @param quietFor a day that got no file for so long is closed
 * @param keepSnapshots how long each state of a table can be gone back to
 * @param landing zones whose windows do not stay for ever
 */
public record MaintainRequest(
    Set<TableName> tables,
    Function<TableName, TableLayout> layouts,
    Duration quietFor,
    Duration keepSnapshots,
    Budget budget,
    Orphans orphans,
    List<LandingRetention> landing) {
  public MaintainRequest {
    tables = Set.copyOf(tables);
    landing = List.copyOf(landing);
  }

  /** Files that no snapshot has. */
  public record Orphans(OnOrphan then, Duration after) {}

  /** What becomes of them. */
  public enum OnOrphan {
    REPORT,
    DELETE
  }

  boolean takes(TableName table) {
    return tables.isEmpty() || tables.contains(table);
  }
}
