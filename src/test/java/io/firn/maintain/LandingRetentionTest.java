package io.firn.maintain;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.AccountRegion;
import io.firn.BatchId;
import io.firn.ExportWindow;
import io.firn.ExportWindow.Purpose;
import io.firn.LogGroup;
import io.firn.ObjectIdentity;
import io.firn.TableName;
import io.firn.landing.ExportedTask;
import io.firn.landing.LandedPart;
import io.firn.landing.LandingLayout;
import io.firn.landing.Lane;
import io.firn.landing.WindowMarker;
import io.firn.landing.WindowMarkers;
import io.firn.landing.WindowReceipt;
import io.firn.landing.WindowReceipts;
import io.firn.landing.WindowRemoval;
import io.firn.ledger.Ledger;
import io.firn.ledger.LedgerRow;
import io.firn.ledger.LogSource;
import io.firn.ledger.Target;
import io.firn.ledger.Work;
import io.firn.state.LocalStateStore;
import io.firn.table.Catalogs;
import io.firn.table.JdbcSettings;
import io.firn.table.OpenCatalog;
import io.firn.testing.MemoryZone;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Windows go when they were taken in long enough ago, and nobody can need their objects. */
final class LandingRetentionTest {
  private static final AccountRegion PLACE = new AccountRegion("123456789012", "eu-central-1");
  private static final LogGroup GROUP = new LogGroup("/a");
  private static final LogSource SOURCE = new LogSource(GROUP, PLACE.account(), PLACE.region());
  private static final LandingLayout LAYOUT = new LandingLayout("b", "r");
  private static final Target TARGET =
      new Target(TableName.parse("logs.orders"), "uuid", "file:///lake/orders", null);
  private static final Work WORK = new Work("json", 10, 0, 0, 1000);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration RETENTION = Duration.ofDays(60);

  @TempDir Path directory;
  private final MemoryZone zone = new MemoryZone();
  private final WindowMarkers markers = new WindowMarkers(zone, LAYOUT);
  private OpenCatalog open;
  private Ledger ledger;
  private WindowReceipts receipts;
  private LandingRetention retention;
  private int batches;

  @BeforeEach
  void open() {
    open =
        Catalogs.open(
            JdbcSettings.of(directory.resolve("lake").toString(), Optional.empty(), Map.of()),
            new Configuration());
    ledger = Ledger.open(open.catalog(), "test", Clock.systemUTC());
    receipts = new WindowReceipts(new LocalStateStore(directory.resolve("state")));
    retention =
        new LandingRetention(
            PLACE,
            RETENTION,
            markers,
            receipts,
            new WindowRemoval(
                zone, (bucket, keys) -> keys.forEach(zone.objects()::remove), LAYOUT));
  }

  @AfterEach
  void close() {
    open.close();
  }

  /** A window of a day with two parts. */
  private WindowMarker land(int day, Purpose purpose) {
    Instant from = START.plus(Duration.ofDays(day));
    ExportWindow window =
        new ExportWindow(1, from, from.plus(Duration.ofDays(1)).minusMillis(1), purpose);
    String attempt = LandingLayout.time(from.plus(Duration.ofDays(2)));
    String prefix = LAYOUT.attempt(PLACE, GROUP, window, attempt);
    List<LandedPart> parts =
        List.of(
            new LandedPart(prefix + "/t/s/000000.gz", 1, "e"),
            new LandedPart(prefix + "/t/s/000001.gz", 1, "e"));
    parts.forEach(part -> zone.create("b", part.key(), new byte[1]));
    zone.create("b", prefix + "/aws-logs-write-test", new byte[1]);
    Lane lane = purpose == Purpose.EXPORT ? Lane.STEADY : Lane.recheck(Duration.ofDays(15));
    Instant finished = from.plus(Duration.ofDays(2));
    String id = purpose.name().toLowerCase(java.util.Locale.ROOT) + day;
    WindowMarker marker =
        new WindowMarker(
            PLACE,
            GROUP,
            window,
            lane,
            new ExportedTask(id, "n", from, finished),
            "b",
            prefix,
            parts);
    markers.write(marker);
    return marker;
  }

  private static ObjectIdentity identity(WindowMarker marker) {
    return new ObjectIdentity("b", WindowMarkers.key(LAYOUT, marker), "e", 1);
  }

  private BatchId record(WindowMarker marker) {
    BatchId batch = BatchId.of(START, batches++);
    ObjectIdentity object = identity(marker);
    LedgerRow claim = LedgerRow.claimed(batch, TARGET, object, marker.window(), SOURCE);
    assertThat(ledger.claim(ledger.read(List.of()), batch, List.of(claim)).isClaimed()).isTrue();
    LedgerRow row = LedgerRow.committing(batch, TARGET, object, marker.window(), SOURCE, WORK);
    ledger.decide(batch, List.of(row));
    ledger.record(batch, List.of(row.ingested()));
    return batch;
  }

  private void ingest(WindowMarker marker) {
    BatchId batch = record(marker);
    Instant at = marker.task().finished().plusSeconds(60);
    receipts.write(WindowReceipt.of(marker, WindowMarkers.key(LAYOUT, marker), batch.id(), at));
  }

  /** What goes when so many days have passed, by the windows' tasks. */
  private List<String> goneAfter(int days) {
    LandingRetention.Plan plan = retention.plan(ledger, START.plus(Duration.ofDays(days)));
    plan.due().forEach(window -> retention.remove(window, plan));
    return plan.due().stream().map(window -> window.receipt().task().id()).toList();
  }

  @Test
  void aWindowGoesWithAllThatBelongsToIt() {
    ingest(land(0, Purpose.EXPORT));
    ingest(land(10, Purpose.EXPORT));
    int all = zone.objects().size();

    assertThat(goneAfter(62)).isEmpty();
    assertThat(zone.objects()).hasSize(all);
    assertThat(goneAfter(64)).containsExactly("export0");
    assertThat(zone.objects()).hasSize(all / 2);
    assertThat(markers.list()).hasSize(1);
    assertThat(receipts.keys(PLACE)).hasSize(2);
    assertThat(goneAfter(64)).isEmpty();
    assertThat(goneAfter(80)).containsExactly("export10");
    assertThat(zone.objects()).isEmpty();
  }

  @Test
  void whatWasNotTakenInStays() {
    land(0, Purpose.EXPORT);
    WindowMarker unrecorded = land(1, Purpose.EXPORT);
    receipts.write(
        WindowReceipt.of(
            unrecorded, WindowMarkers.key(LAYOUT, unrecorded), BatchId.of(START, 9).id(), START));
    assertThat(goneAfter(1000)).isEmpty();
  }

  @Test
  void whatWasReopenedStays() {
    WindowMarker marker = land(0, Purpose.EXPORT);
    ingest(marker);
    ledger.reopen(BatchId.of(START, 0), TARGET.name(), "test");
    assertThat(goneAfter(1000)).isEmpty();
  }

  @Test
  void whatARecheckIsStillToBeComparedWithStays() {
    ingest(land(0, Purpose.EXPORT));
    WindowMarker recheck = land(0, Purpose.RECHECK);
    assertThat(goneAfter(1000)).isEmpty();
    ingest(recheck);
    assertThat(goneAfter(1000)).containsExactlyInAnyOrder("export0", "recheck0");
  }

  @Test
  void aWindowOfAQuarantinedObjectStays() {
    WindowMarker marker = land(0, Purpose.EXPORT);
    ingest(marker);
    LandedPart part = marker.parts().get(0);
    BatchId batch = BatchId.of(START, 100);
    ObjectIdentity object = new ObjectIdentity("b", part.key(), part.etag(), part.size());
    LedgerRow claim = LedgerRow.claimed(batch, TARGET, object, SOURCE);
    assertThat(ledger.claim(ledger.read(List.of()), batch, List.of(claim)).isClaimed()).isTrue();
    ledger.quarantine(
        batch, List.of(LedgerRow.quarantined(batch, TARGET, object, SOURCE, WORK, "damaged")));
    ledger.abandon(batch, "test");
    int all = zone.objects().size();
    goneAfter(1000);
    assertThat(zone.objects()).hasSize(all);
  }

  @Test
  void aQuarantinedRecheckKeepsItsGroup() {
    ingest(land(0, Purpose.EXPORT));
    WindowMarker recheck = land(0, Purpose.RECHECK);
    BatchId batch = BatchId.of(START, 100);
    LedgerRow claim = LedgerRow.claimed(batch, TARGET, identity(recheck), recheck.window(), SOURCE);
    assertThat(ledger.claim(ledger.read(List.of()), batch, List.of(claim)).isClaimed()).isTrue();
    ledger.quarantine(
        batch,
        List.of(
            LedgerRow.quarantined(
                batch,
                TARGET,
                identity(recheck),
                recheck.window(),
                SOURCE,
                WORK,
                "a part is gone")));
    ledger.abandon(batch, "test");
    assertThat(goneAfter(1000)).isEmpty();
  }
}
