package io.firn.bench;

import io.firn.ledger.Candidate;
import io.firn.ledger.Ledger;
import io.firn.ledger.LedgerState;
import io.firn.table.Catalogs;
import io.firn.table.JdbcSettings;
import io.firn.table.LogTables;
import io.firn.table.OpenCatalog;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;

/** Planning against a large ledger: the ledger is made in one process and read in another. */
final class LedgerBench {
  private static final int CANDIDATES = 10_000;
  private static final int READS = 3;
  private static final double MOST_SECONDS = 30;
  private static final long MOST_BYTES = 1L << 30;

  private final LedgerHistory history;
  private final Catalog catalog;
  private final PrintStream out;

  private LedgerBench(LedgerHistory history, Catalog catalog, PrintStream out) {
    this.history = history;
    this.catalog = catalog;
    this.out = out;
  }

  /** Arguments: {@code fill} or {@code read}, the warehouse, rows and commits. */
  public static void main(String[] args) {
    if (!run(args, System.out)) {
      System.exit(1);
    }
  }

  /** Whether all went well, and planning took no more than it may. */
  static boolean run(String[] args, PrintStream out) {
    LedgerHistory history = LedgerHistory.of(Integer.parseInt(args[2]), Integer.parseInt(args[3]));
    JdbcSettings settings = JdbcSettings.of(args[1], Optional.empty(), Map.of());
    try (OpenCatalog open = Catalogs.open(settings, new Configuration())) {
      LedgerBench bench = new LedgerBench(history, open.catalog(), out);
      if (args[0].equals("fill")) {
        bench.fill();
        return true;
      }
      return bench.read();
    }
  }

  private void fill() {
    long start = System.nanoTime();
    Ledger ledger = ledger();
    for (int batch = 0; batch < history.batches(); batch++) {
      history.ingest(ledger, this::snapshot, batch);
      if ((batch + 1) % 20 == 0) {
        out.printf(
            Locale.ROOT,
            "filled %d of %d batches, %.0f s%n",
            batch + 1,
            history.batches(),
            since(start));
      }
    }
    int left = history.batches();
    history.claim(ledger, LedgerHistory.planned(snapshot()), left);
    out.printf(Locale.ROOT, "filled, %.0f s%n", since(start));
  }

  /** Years ahead, so that the ledger's snapshots are soon old enough to go. */
  private Ledger ledger() {
    return Ledger.open(catalog, "bench", Clock.offset(Clock.systemUTC(), Duration.ofDays(1_000)));
  }

  private long snapshot() {
    return table().currentSnapshot().snapshotId();
  }

  private Table table() {
    return catalog.loadTable(LogTables.identifier(Ledger.NAME));
  }

  private boolean read() {
    describe();
    int next = history.batches() + 1;
    List<Candidate> candidates = candidates(next);
    Ledger ledger = ledger();
    double worst = 0;
    for (int i = 1; i <= READS; i++) {
      long start = System.nanoTime();
      LedgerState state = ledger.read(candidates);
      double seconds = since(start);
      worst = Math.max(worst, seconds);
      verify(state, candidates);
      out.printf(
          Locale.ROOT,
          "read %d: %.1f s, peak memory %d MB%n",
          i,
          seconds,
          PeakMemory.bytes() >> 20);
    }
    claim(ledger, next);
    return judge(worst, PeakMemory.bytes());
  }

  private void describe() {
    BaseTable table = (BaseTable) table();
    Map<String, String> summary = table.currentSnapshot().summary();
    String metadata = table.operations().current().metadataFileLocation();
    out.printf(
        Locale.ROOT,
        "ledger: %s rows, %s files, %d commits, %d snapshots, metadata.json %d KB%n",
        summary.get(SnapshotSummary.TOTAL_RECORDS_PROP),
        summary.get(SnapshotSummary.TOTAL_DATA_FILES_PROP),
        table.currentSnapshot().sequenceNumber(),
        table.operations().current().snapshots().size(),
        table.io().newInputFile(metadata).getLength() >> 10);
  }

  /** Half of them new, of a batch that is not there; half of them from anywhere in the history. */
  private List<Candidate> candidates(int next) {
    SplittableRandom random = new SplittableRandom(7);
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < CANDIDATES / 2; i++) {
      candidates.add(history.candidate(next, i));
      int batch = random.nextInt(history.batches());
      candidates.add(history.candidate(batch, random.nextInt(history.objects())));
    }
    return candidates;
  }

  private static void verify(LedgerState state, List<Candidate> candidates) {
    long known =
        candidates.stream()
            .filter(one -> state.ingested(one.table(), one.object()).isPresent())
            .count();
    boolean unfinished =
        state.unfinished().size() == 1 && state.claimed().values().stream().allMatch(Map::isEmpty);
    if (known != CANDIDATES / 2 || !unfinished || !state.quarantined().isEmpty()) {
      throw new IllegalStateException("Cannot trust the ledger: it knows " + known + " candidates");
    }
  }

  private void claim(Ledger ledger, int next) {
    LedgerState planned = ledger.read(List.of());
    long start = System.nanoTime();
    if (!history.claim(ledger, planned, next)) {
      throw new IllegalStateException("Cannot claim batch " + next + ": it was refused");
    }
    out.printf(Locale.ROOT, "claim of %d objects: %.2f s%n", history.objects(), since(start));
  }

  private boolean judge(double seconds, long bytes) {
    boolean within = seconds < MOST_SECONDS && bytes < MOST_BYTES;
    out.printf(
        Locale.ROOT,
        "planning for %d candidates: %.1f s at worst, peak memory %d MB: %s 30 s and 1 GB%n",
        CANDIDATES,
        seconds,
        bytes >> 20,
        within ? "within" : "NOT within");
    return within;
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
