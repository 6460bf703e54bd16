package io.firn.ledger;

import io.firn.BatchId;
import io.firn.TableName;
import io.firn.table.LogTables;
import io.firn.table.Publication;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.jspecify.annotations.Nullable;

/** Finds ingested objects whose table has lost them since, by a person's hand. */
public final class LostTables {
  private final Catalog catalog;
  private final Ledger ledger;

  public LostTables(Catalog catalog, Ledger ledger) {
    this.catalog = catalog;
    this.ledger = ledger;
  }

  /** How a table can lose what was ingested. */
  public enum Why {
    /** There is no such table. */
    DROPPED,
    /** There is another table of its name. */
    RECREATED,
    /** It is at a snapshot before the batch. */
    ROLLED_BACK;

    /** As results spell it. */
    public String spelling() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Objects that are in the ledger and not in their table.
   *
   * @param batches that brought them
   */
  public record Lost(TableName table, Why why, int objects, Set<BatchId> batches) {
    public Lost {
      batches = Set.copyOf(batches);
    }

    /** Of several looks, each at other objects, those of one table and kind together. */
    public static List<Lost> sum(List<Lost> looks) {
      Map<String, Lost> sums = new TreeMap<>();
      looks.forEach(lost -> sums.merge(lost.table + " " + lost.why, lost, Lost::plus));
      return List.copyOf(sums.values());
    }

    private Lost plus(Lost more) {
      return new Lost(
          table,
          why,
          objects + more.objects,
          Stream.concat(batches.stream(), more.batches.stream()).collect(Collectors.toSet()));
    }

    /** What a person reads, with the next step. */
    public String message() {
      String what =
          switch (why) {
            case DROPPED -> "was dropped";
            case RECREATED -> "was dropped and made anew";
            case ROLLED_BACK -> "was rolled back";
          };
      return "Table "
          + table
          + " "
          + what
          + " after "
          + objects
          + (objects == 1 ? " object of " : " objects of ")
          + (batches.size() == 1
              ? "batch " + batches.iterator().next()
              : batches.size() + " batches")
          + (objects == 1 ? " was" : " were")
          + " ingested: firn ledger reopen "
          + table
          + " puts them back, firn ledger resolve <batch> --committed leaves it so";
    }
  }

  /** Of the candidates that the ledger has as ingested. */
  public List<Lost> find(LedgerState state) {
    Map<TableName, List<Ingested>> byTable =
        new TreeMap<>(Comparator.comparing(TableName::toString));
    Stream.of(state.ingested(), state.sharedIn())
        .flatMap(objects -> objects.entrySet().stream())
        .forEach(
            entry ->
                byTable
                    .computeIfAbsent(entry.getKey(), table -> new ArrayList<>())
                    .addAll(entry.getValue().values()));
    List<Lost> lost = new ArrayList<>();
    byTable.forEach((table, objects) -> lost.addAll(find(table, objects)));
    return lost;
  }

  private List<Lost> find(TableName name, List<Ingested> objects) {
    Table table = LogTables.find(catalog, name).orElse(null);
    Set<BatchId> rolledBack = table == null ? Set.of() : rolledBack(table);
    Map<Why, List<BatchId>> batches = new EnumMap<>(Why.class);
    Map<BatchId, Boolean> accepted = new HashMap<>();
    for (Ingested object : objects) {
      Why why = why(table, rolledBack, object);
      if (why != null
          && !accepted.computeIfAbsent(object.batch(), batch -> isAccepted(batch, name))) {
        batches.computeIfAbsent(why, key -> new ArrayList<>()).add(object.batch());
      }
    }
    return batches.entrySet().stream()
        .map(
            entry ->
                new Lost(
                    name, entry.getKey(), entry.getValue().size(), Set.copyOf(entry.getValue())))
        .toList();
  }

  /** History is cut by expiry and can mislead: the rows have the last word. */
  private static Set<BatchId> rolledBack(Table table) {
    return Publication.rolledBack(table).stream()
        .filter(batch -> !new Publication(table, batch).isPublished())
        .collect(Collectors.toSet());
  }

  private boolean isAccepted(BatchId batch, TableName name) {
    return ledger.batch(batch).accepted().contains(name);
  }

  private static @Nullable Why why(
      @Nullable Table table, Set<BatchId> rolledBack, Ingested object) {
    if (table == null) {
      return Why.DROPPED;
    }
    if (!table.uuid().toString().equals(object.tableUuid())) {
      return Why.RECREATED;
    }
    return rolledBack.contains(object.batch()) ? Why.ROLLED_BACK : null;
  }
}
