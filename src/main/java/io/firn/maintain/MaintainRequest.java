package io.firn.maintain;

import io.firn.TableName;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What to keep in order, and how.
 *
 * @param scope which tables
 * @param layouts of tables of events
 * @param quietFor a day that got no file for so long is closed
 * @param keepSnapshots how long each state of a table can be gone back to
 * @param landing zones whose windows do not stay for ever
 */
public record MaintainRequest(
    Scope scope,
    Function<TableName, TableLayout> layouts,
    Duration quietFor,
    Duration keepSnapshots,
    Budget budget,
    Orphans orphans,
    List<LandingRetention> landing) {
  public MaintainRequest {
    landing = List.copyOf(landing);
  }

  /**
   * Which tables.
   *
   * @param tables none for all that Firn made
   * @param namespaces where such tables are; none for anywhere
   */
  public record Scope(Set<TableName> tables, Set<String> namespaces) {
    public Scope {
      tables = Set.copyOf(tables);
      namespaces = Set.copyOf(namespaces);
    }

    boolean takes(TableName table) {
      return tables.isEmpty() || tables.contains(table);
    }
  }

  /** Files that no snapshot has. */
  public record Orphans(OnOrphan then, Duration after) {}

  /** What becomes of them. */
  public enum OnOrphan {
    REPORT,
    DELETE
  }
}
