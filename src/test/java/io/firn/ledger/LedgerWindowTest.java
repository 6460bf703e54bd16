package io.firn.ledger;

import static io.firn.ledger.Batches.SOURCE;
import static io.firn.table.Lake.ORDERS;
import static io.firn.table.Lake.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.ExportWindow;
import io.firn.ExportWindow.Purpose;
import io.firn.LogGroup;
import io.firn.ObjectIdentity;
import io.firn.table.Lake;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Export windows are one row each, and do not overlap. */
final class LedgerWindowTest {
  private static final Target TARGET = new Target(ORDERS, "uuid", "file:///lake/orders", null);
  private static final ObjectIdentity MARKER =
      new ObjectIdentity("landing", "windows/2026/01/03/task.json", "etag", 7);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Work WORK = new Work("auto", 1000, 2, 3, 4000);

  @TempDir Path directory;
  private Lake lake;
  private Batches batches;

  @BeforeEach
  void open() {
    lake = new Lake(directory);
    batches = new Batches(lake);
  }

  @AfterEach
  void close() {
    lake.close();
  }

  @Test
  void windowIsOneRowOfEachEvent() throws Exception {
    ingest(1, window(0, 24, Purpose.EXPORT));
    assertThat(batches.rows(batch(1)))
        .filteredOn(row -> row.event() == LedgerEvent.INGESTED)
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.window()).isEqualTo(window(0, 24, Purpose.EXPORT));
              assertThat(row.object()).isEqualTo(MARKER);
              assertThat(row.work()).isEqualTo(WORK);
              assertThat(row.isInput()).isTrue();
            });
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(lake.load(Ledger.NAME)).select("kind", "window_to").build()) {
      assertThat(rows).extracting(row -> row.getField("kind")).containsOnly("window");
      assertThat(rows)
          .extracting(row -> String.valueOf(row.getField("window_to")))
          .containsOnly("2026-01-01T23:59:59.999");
    }
  }

  @Test
  void overlapWithAnIngestedWindowIsRefused() {
    ingest(1, window(0, 24, Purpose.EXPORT));
    ClaimResult refused = claim(2, SOURCE, window(23, 48, Purpose.EXPORT));
    assertThat(refused.kind()).isEqualTo(ClaimResult.Kind.OVERLAPS);
    assertThat(refused.overlapped())
        .extracting(LedgerRow::window)
        .containsExactly(window(0, 24, Purpose.EXPORT));
    assertThat(batches.state().unfinished()).isEmpty();

    assertThat(claim(3, SOURCE, window(24, 48, Purpose.EXPORT)).isClaimed()).isTrue();
  }

  @Test
  void overlapWithAClaimedWindowIsRefusedUntilItIsAbandoned() {
    assertThat(claim(1, SOURCE, window(0, 24, Purpose.EXPORT)).isClaimed()).isTrue();
    assertThat(claim(2, SOURCE, window(0, 1, Purpose.EXPORT)).kind())
        .isEqualTo(ClaimResult.Kind.OVERLAPS);
    batches.ledger().abandon(batch(1), "test");
    assertThat(claim(3, SOURCE, window(0, 1, Purpose.EXPORT)).isClaimed()).isTrue();
  }

  @Test
  void recheckMayOverlap() {
    ingest(1, window(0, 24, Purpose.EXPORT));
    ingest(2, window(0, 24, Purpose.RECHECK));
    assertThat(batches.rows(batch(2)))
        .extracting(LedgerRow::kind)
        .containsOnly(LedgerRow.Kind.RECHECK);
    assertThat(claim(3, SOURCE, window(0, 24, Purpose.RECHECK)).isClaimed()).isTrue();
  }

  @Test
  void otherGroupsGenerationsAndTablesDoNotOverlap() {
    ingest(1, window(0, 24, Purpose.EXPORT));
    LogSource elsewhere = new LogSource(new LogGroup("/other"), "1", null);
    assertThat(claim(2, elsewhere, window(0, 24, Purpose.EXPORT)).isClaimed()).isTrue();
    ExportWindow reborn = new ExportWindow(2, START, START.plusSeconds(60), Purpose.EXPORT);
    assertThat(claim(3, SOURCE, reborn).isClaimed()).isTrue();
    LogSource otherAccount = new LogSource(SOURCE.group(), "2", null);
    assertThat(claim(4, otherAccount, window(0, 24, Purpose.EXPORT)).isClaimed()).isTrue();
  }

  @Test
  void reopenedWindowIsFree() {
    ingest(1, window(0, 24, Purpose.EXPORT));
    batches.ledger().reopen(batch(1), ORDERS, "test");
    assertThat(claim(2, SOURCE, window(0, 24, Purpose.EXPORT)).isClaimed()).isTrue();
  }

  @Test
  void staleClaimIsRefused() {
    LedgerState planned = batches.state();
    assertThat(claim(1, SOURCE, window(0, 24, Purpose.EXPORT)).isClaimed()).isTrue();
    List<LedgerRow> rows =
        List.of(LedgerRow.claimed(batch(2), TARGET, MARKER, window(0, 24, Purpose.EXPORT), SOURCE));
    assertThat(batches.ledger().claim(planned, batch(2), rows)).isEqualTo(ClaimResult.STALE);
  }

  private static ExportWindow window(int fromHour, int toHour, Purpose purpose) {
    return new ExportWindow(
        1,
        START.plusSeconds(fromHour * 3600L),
        START.plusSeconds(toHour * 3600L).minusMillis(1),
        purpose);
  }

  private ClaimResult claim(int number, LogSource source, ExportWindow window) {
    return batches
        .ledger()
        .claim(
            batches.state(),
            batch(number),
            List.of(LedgerRow.claimed(batch(number), TARGET, MARKER, window, source)));
  }

  private void ingest(int number, ExportWindow window) {
    assertThat(claim(number, SOURCE, window).isClaimed()).isTrue();
    List<LedgerRow> decision =
        List.of(LedgerRow.committing(batch(number), TARGET, MARKER, window, SOURCE, WORK));
    assertThat(batches.ledger().decide(batch(number), decision)).isTrue();
    assertThat(
            batches
                .ledger()
                .record(batch(number), decision.stream().map(LedgerRow::ingested).toList()))
        .isTrue();
  }
}
