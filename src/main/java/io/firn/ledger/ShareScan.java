package io.firn.ledger;

import static io.firn.ledger.LedgerEvent.INGESTED;

import io.firn.ObjectIdentity;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.data.Record;
import org.jspecify.annotations.Nullable;

/**
 * Finds what became of the shares of mixed objects. Of those that are all in, which are most, no
 * share is kept in memory.
 */
final class ShareScan {
  static final List<String> COLUMNS =
      Stream.concat(LedgerOverview.COLUMNS.stream(), Stream.of("log_group", "account", "region"))
          .toList();

  private final BatchIndex batches;
  private final Map<String, ObjectIdentity> asked = new HashMap<>();
  private final Set<String> begun = new HashSet<>();
  private final Map<String, Set<LogSource>> waiting = new HashMap<>();

  /** Of these objects, in these versions. */
  ShareScan(BatchIndex batches, Collection<ObjectIdentity> objects) {
    this.batches = batches;
    objects.forEach(object -> asked.put(object.uri(), object));
  }

  /** A row of any table; those that are about none of the objects are passed over. */
  void addIngested(Record row) {
    LogSource source = share(row);
    if (source != null) {
      String uri = LedgerColumns.object(row).uri();
      if (batches.isVoid(LedgerColumns.batch(row).id(), LedgerColumns.table(row))) {
        waits(uri, source);
      } else {
        begun.add(uri);
      }
    }
  }

  /** A share that no table took. */
  void addSeen(Record row) {
    LogSource source = share(row);
    if (source != null) {
      waits(LedgerColumns.object(row).uri(), source);
    }
  }

  private void waits(String uri, LogSource source) {
    waiting.computeIfAbsent(uri, key -> new HashSet<>()).add(source);
  }

  private @Nullable LogSource share(Record row) {
    LogSource source =
        LedgerColumns.kind(row) == LedgerRow.Kind.SHARE ? LedgerColumns.source(row) : null;
    return source == null
            || !LedgerColumns.object(row).equals(asked.get(LedgerColumns.object(row).uri()))
        ? null
        : source;
  }

  /**
   * What is known of those that are not all in, by URI.
   *
   * @param scan of the same snapshot, for some keys
   * @param whole which of them are recorded as wholes
   */
  Map<String, KnownShares> result(Scans scan, Set<String> whole) {
    Set<String> open = new HashSet<>(begun);
    open.removeAll(whole);
    open.addAll(waiting.keySet());
    if (open.isEmpty()) {
      return Map.of();
    }
    Map<String, Set<LogSource>> done = new HashMap<>();
    scan.of(open.stream().map(this::key).toList())
        .rows(
            INGESTED,
            COLUMNS,
            row -> {
              LogSource source = share(row);
              if (source != null
                  && !batches.isVoid(LedgerColumns.batch(row).id(), LedgerColumns.table(row))) {
                done.computeIfAbsent(LedgerColumns.object(row).uri(), uri -> new HashSet<>())
                    .add(source);
              }
            });
    Map<String, KnownShares> known = new HashMap<>();
    for (String uri : open) {
      Set<LogSource> in = done.getOrDefault(uri, Set.of());
      Set<LogSource> out = new HashSet<>(waiting.getOrDefault(uri, Set.of()));
      out.removeAll(in);
      known.put(uri, new KnownShares(in, out));
    }
    return known;
  }

  private String key(String uri) {
    ObjectIdentity object = asked.get(uri);
    if (object == null) {
      throw new IllegalStateException("Nobody asked for " + uri);
    }
    return object.key();
  }

  /** Scans of one snapshot for rows with some keys. */
  interface Scans {
    KeyScan of(Collection<String> keys);
  }
}
