package io.firn.table;

import static io.firn.table.Lake.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.BatchId;
import io.firn.LogGroup;
import io.firn.ObjectIdentity;
import io.firn.TableName;
import io.firn.ledger.Ledger;
import io.firn.ledger.LedgerRow;
import io.firn.ledger.LedgerState;
import io.firn.ledger.LogSource;
import io.firn.ledger.Target;
import io.firn.ledger.Work;
import io.firn.testing.Faults;
import io.firn.testing.Faults.Failure;
import io.firn.testing.FaultyTables;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.types.Types;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What tables and publications need of a catalog, whichever it is. Two clients of it stand for two
 * runs; what one does between the other's look and its commit is put there by {@link Faults}.
 */
abstract class CatalogContract {
  static final int ROWS = 2;

  /** Tests have batches of their own: the files of others are there still. */
  private static final AtomicInteger TESTS = new AtomicInteger();

  private final int test = TESTS.incrementAndGet();
  final Faults faults = new Faults();
  OpenCatalog own;
  OpenCatalog others;
  private Catalog faulty;

  /** Of a catalog that is up. */
  abstract CatalogSettings settings() throws Exception;

  @BeforeEach
  final void open() throws Exception {
    CatalogSettings settings = settings();
    own = Catalogs.open(settings, new Configuration());
    others = Catalogs.open(settings, new Configuration());
    faulty = new FaultyTables(own.catalog(), faults);
  }

  @AfterEach
  final void dropAll() {
    SupportsNamespaces namespaces = (SupportsNamespaces) others.catalog();
    for (Namespace namespace : namespaces.listNamespaces()) {
      others.catalog().listTables(namespace).forEach(name -> others.catalog().dropTable(name));
      namespaces.dropNamespace(namespace);
    }
    own.close();
    others.close();
  }

  @Test
  void aTableIsMadeWithItsNamespaceAndIdsAsPlanned() {
    Transaction creation = newTable(own);
    creation.updateSchema().addColumn("late", Types.LongType.get()).commit();
    creation.updateSchema().deleteColumn("log_object").commit();
    creation.expireSnapshots().cleanExpiredFiles(false).cleanExpiredMetadata(true).commit();
    Table planned = creation.table();
    assertThat(others.catalog().tableExists(LogTables.identifier(ORDERS))).isFalse();

    assertThat(LogTables.create(own.catalog(), ORDERS, creation)).isTrue();
    assertThat(theirs().uuid()).isEqualTo(planned.uuid());
    assertThat(theirs().location()).isEqualTo(planned.location());
    assertThat(theirs().name()).isEqualTo("lake.logs.orders");
    assertThat(theirs().schema().sameSchema(planned.schema())).isTrue();
    assertThat(theirs().schemas()).hasSize(1);
  }

  @Test
  void theSecondCreatorIsTold() {
    Transaction first = newTable(own);
    Transaction second = newTable(others);
    assertThat(LogTables.create(own.catalog(), ORDERS, first)).isTrue();
    assertThat(LogTables.create(others.catalog(), ORDERS, second)).isFalse();
    assertThat(theirs().uuid()).isEqualTo(first.table().uuid());
  }

  @Test
  void aPreviewMakesNothing() {
    PreviewCatalog preview = new PreviewCatalog(own.catalog());
    String location = LogTables.newLocation(preview, ORDERS);
    Table planned = LogTables.newTable(preview, ORDERS, location, Lake.SCHEMA, Map.of()).table();
    assertThat(planned.schema().columns()).hasSameSizeAs(Lake.SCHEMA.columns());
    assertThat(((SupportsNamespaces) others.catalog()).listNamespaces()).isEmpty();

    create();
    assertThat(preview.tableExists(LogTables.identifier(ORDERS))).isTrue();
    TableName beside = TableName.parse("logs.beside");
    assertThat(LogTables.newLocation(preview, beside))
        .isEqualTo(LogTables.newLocation(own.catalog(), beside));
    assertThat(others.catalog().listTables(Namespace.of("logs"))).hasSize(1);
  }

  @Test
  void fastForwardAndCopyPublishOnce() {
    create();
    long first = stage(batch(1));
    long second = stage(batch(2));
    assertThat(RealRows.names(theirs())).isEmpty();
    for (Published end : List.of(Published.PUBLISHED, Published.ALREADY_PUBLISHED)) {
      assertThat(mine(batch(1)).publish(first)).isEqualTo(end);
      assertThat(mine(batch(2)).publish(second)).isEqualTo(end);
    }
    assertOnly(batch(1), batch(2));
    assertThat(theirs().snapshot(first)).isNotNull();
    assertThat(theirs().currentSnapshot().snapshotId()).isNotEqualTo(second);
  }

  /** Both looked when it was not published yet. */
  @Test
  void twoPublishersPublishOnce() {
    create();
    for (int number : new int[] {1, 2}) {
      long staged = stage(batch(number));
      if (number == 2) {
        appendForeign(batch(7));
      }
      beforeNextCommit(() -> theirs(batch(number)).publish(staged));
      assertThat(mine(batch(number)).publish(staged)).isEqualTo(Published.ALREADY_PUBLISHED);
    }
    assertOnly(batch(1), batch(2), batch(7));
  }

  @Test
  void anAppendBetweenIsKept() {
    create();
    long staged = stage(batch(1));
    beforeNextCommit(() -> appendForeign(batch(7)));
    assertThat(mine(batch(1)).publish(staged)).isEqualTo(Published.PUBLISHED);
    beforeNextCommit(() -> appendForeign(batch(8)));
    stage(batch(2));
    assertThat(RealRows.names(theirs())).hasSize(3 * ROWS);
  }

  @Test
  void twoStagersStageOnce() {
    create();
    for (BatchId batch : List.of(batch(1), batch(2))) {
      List<DataFile> late = List.of(RealRows.write(mine(), batch, 2, ROWS));
      List<Long> first = new ArrayList<>();
      beforeNextCommit(() -> first.add(RealRows.stage(theirs(), batch, ROWS)));
      assertThat(mine(batch).stage(late)).isEqualTo(first.get(0));
      assertThat(RealRows.snapshotsOf(theirs(), batch)).isEqualTo(first);
      mine(batch).publish(first.get(0));
    }
    assertOnly(batch(1), batch(2));
  }

  /** The withdrawal comes between the publisher's look and its commit. */
  @Test
  void aSuspendedPublisherFindsItWithdrawn() {
    create();
    appendForeign(batch(0));
    for (int number = 1; number <= 3; number++) {
      BatchId batch = batch(number);
      long staged = stage(batch);
      if (number == 2) {
        appendForeign(batch(7));
      } else if (number == 3) {
        mine(batch).dropBranch();
      }
      beforeNextCommit(
          () -> assertThat(theirs(batch).withdraw(staged)).isEqualTo(Withdrawal.WITHDRAWN));
      assertThatThrownBy(() -> mine(batch).publish(staged))
          .as("batch %d", number)
          .isInstanceOf(PublishRefusedException.class);
      assertThat(RealRows.snapshotsOf(theirs(), batch)).isEmpty();
    }
    assertOnly(batch(0), batch(7));
  }

  @Test
  void aSuspendedWithdrawerFindsItPublished() {
    create();
    appendForeign(batch(0));
    for (int number = 1; number <= 3; number++) {
      BatchId batch = batch(number);
      long staged = stage(batch);
      if (number == 2) {
        appendForeign(batch(7));
      } else if (number == 3) {
        mine(batch).dropBranch();
      }
      beforeNextCommit(
          () -> assertThat(theirs(batch).publish(staged)).isEqualTo(Published.PUBLISHED));
      assertThat(mine(batch).withdraw(staged))
          .as("batch %d", number)
          .isEqualTo(Withdrawal.ALREADY_PUBLISHED);
    }
    assertOnly(batch(0), batch(1), batch(2), batch(3), batch(7));
  }

  /** Somebody's expiry takes a branch for old, and the files that it alone had. */
  @Test
  void aSuspendedPublisherFindsItsFilesExpired() {
    create();
    appendForeign(batch(0));
    long staged = stage(batch(1));
    appendForeign(batch(7));
    beforeNextCommit(
        () -> {
          theirs(batch(1)).dropBranch();
          RealRows.expire(theirs());
        });
    assertThatThrownBy(() -> mine(batch(1)).publish(staged))
        .isInstanceOf(PublishRefusedException.class)
        .hasMessageContaining("its staged snapshot " + staged + " is gone");
    assertOnly(batch(0), batch(7));
  }

  @Test
  void columnsOfTwoRunsAreBothAdded() {
    create();
    beforeNextCommit(() -> addColumn(theirs(), "theirs"));
    addColumn(mine(), "own");
    assertThat(theirs().schema().findField("own")).isNotNull();
    assertThat(theirs().schema().findField("theirs")).isNotNull();
    assertThat(theirs().schema().findField("own").fieldId())
        .isNotEqualTo(theirs().schema().findField("theirs").fieldId());
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void howeverACommitEndsItIsDoneOnce(Failure failure) {
    create();
    faults.failNext(ORDERS, failure);
    long staged = stage(batch(1));
    faults.failNext(ORDERS, failure);
    mine(batch(1)).publish(staged);
    long other = stage(batch(2));
    faults.failNext(ORDERS, failure);
    assertThat(mine(batch(2)).withdraw(other)).isEqualTo(Withdrawal.WITHDRAWN);
    faults.failNext(ORDERS, failure);
    addColumn(mine(), "late");
    assertOnly(batch(1));
    assertThat(theirs().schema().findField("late")).isNotNull();
  }

  @Test
  void aClaimIsRefusedAfterAnotherOfItsGroup() {
    create();
    Ledger theirs = Ledger.open(others.catalog(), "theirs", Clock.systemUTC());
    Ledger ledger = Ledger.open(faulty, "own", Clock.systemUTC());
    LedgerState planned = ledger.read(List.of());
    assertThat(theirs.claim(planned, batch(1), claimed(1, "/a")).isClaimed()).isTrue();
    assertThat(ledger.claim(planned, batch(2), claimed(2, "/a")).isClaimed()).isFalse();

    LedgerState again = ledger.read(List.of());
    beforeNextCommit(
        Ledger.NAME,
        () -> assertThat(theirs.claim(again, batch(4), claimed(4, "/a")).isClaimed()).isTrue());
    assertThat(ledger.claim(again, batch(5), claimed(5, "/a")).isClaimed()).isFalse();
    assertThat(ledger.claim(ledger.read(List.of()), batch(6), claimed(6, "/a")).isClaimed())
        .isTrue();
    assertThat(events())
        .containsExactly("claimed " + batch(1), "claimed " + batch(4), "claimed " + batch(6));
  }

  /** Both looked when the other had not written yet. */
  @Test
  void aBatchIsDecidedOrAbandoned() {
    create();
    Ledger theirs = Ledger.open(others.catalog(), "theirs", Clock.systemUTC());
    Ledger ledger = Ledger.open(faulty, "own", Clock.systemUTC());
    for (int number : new int[] {1, 2}) {
      ledger.claim(ledger.read(List.of()), batch(number), claimed(number, "/a"));
    }
    beforeNextCommit(Ledger.NAME, () -> assertThat(theirs.abandon(batch(1), "late")).isTrue());
    assertThat(ledger.decide(batch(1), decision(1))).isFalse();
    beforeNextCommit(Ledger.NAME, () -> assertThat(theirs.decide(batch(2), decision(2))).isTrue());
    assertThat(ledger.abandon(batch(2), "late")).isFalse();
    assertThat(events())
        .containsExactlyInAnyOrder(
            "claimed " + batch(1),
            "claimed " + batch(2),
            "abandoned " + batch(1),
            "committing " + batch(2));
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void howeverALedgerCommitEndsItsRowsAreThereOnce(Failure failure) {
    create();
    Ledger.open(others.catalog(), "theirs", Clock.systemUTC());
    Ledger ledger = Ledger.open(faulty, "own", Clock.systemUTC());
    ledger.claim(ledger.read(List.of()), batch(1), claimed(1, "/a"));
    faults.failNext(Ledger.NAME, failure);
    assertThat(ledger.decide(batch(1), decision(1))).isTrue();
    faults.failNext(Ledger.NAME, failure);
    assertThat(ledger.record(batch(1), List.of(decision(1).get(0).ingested()))).isTrue();
    assertThat(events())
        .containsExactlyInAnyOrder(
            "claimed " + batch(1), "committing " + batch(1), "ingested " + batch(1));
  }

  /** A run that holds the old table does not write into the new one. */
  @Test
  void aTableMadeAnewIsAnother() {
    create();
    Table old = mine();
    Publication ofOld = new Publication(old, batch(1));
    others.catalog().dropTable(LogTables.identifier(ORDERS), false);
    assertThat(LogTables.find(own.catalog(), ORDERS)).isEmpty();
    create();

    assertThat(theirs().uuid()).isNotEqualTo(old.uuid());
    assertRefusedAsAnother(() -> ofOld.stage(List.of(RealRows.write(old, batch(1), 1, ROWS))));
    assertThat(theirs().snapshots()).isEmpty();
  }

  /** The same between the run's look and its commit. */
  @Test
  void aTableMadeAnewBeforeACommitIsAnother() {
    create();
    Table old = mine();
    Publication ofOld = new Publication(old, batch(1));
    List<DataFile> files = List.of(RealRows.write(old, batch(1), 1, ROWS));
    beforeNextCommit(
        () -> {
          others.catalog().dropTable(LogTables.identifier(ORDERS), false);
          create();
        });
    assertRefusedAsAnother(() -> ofOld.stage(files));
    assertThat(theirs().snapshots()).isEmpty();
  }

  private static void assertRefusedAsAnother(ThrowingCallable change) {
    assertThatThrownBy(change)
        .isInstanceOf(CommitFailedException.class)
        .hasMessage(
            "Cannot change lake.logs.orders: it was dropped and made anew meanwhile (run again)");
  }

  @Test
  void theFilesOfABatchAreFoundAndDeleted() {
    create();
    try (BatchFiles files = BatchFiles.of(own, new Configuration())) {
      String kept = RealRows.write(mine(), batch(1), 1, ROWS).location();
      RealRows.write(mine(), batch(1), 2, ROWS);
      RealRows.write(mine(), batch(2), 1, ROWS);
      String location = mine().location();
      assertThat(files.list(location, batch(1))).hasSize(2);
      assertThat(files.deleteOthers(location, batch(1), List.of(kept))).isEqualTo(1);
      assertThat(files.list(location, batch(1))).hasSize(1);
      files.deleteAll(location, batch(1));
      assertThat(files.list(location, batch(1))).isEmpty();
      assertThat(files.list(location, batch(2))).hasSize(1);
    }
  }

  final BatchId batch(int number) {
    return Lake.batch(100_000 * test + number);
  }

  final void create() {
    assertThat(LogTables.create(others.catalog(), ORDERS, newTable(others))).isTrue();
  }

  static Transaction newTable(OpenCatalog open) {
    LogTables.createNamespace(open.catalog(), ORDERS);
    String location = LogTables.newLocation(open.catalog(), ORDERS);
    return LogTables.newTable(open.catalog(), ORDERS, location, Lake.SCHEMA, Map.of());
  }

  /** Through the client with the faults. */
  final Table mine() {
    return faulty.loadTable(LogTables.identifier(ORDERS));
  }

  final Publication mine(BatchId batch) {
    return new Publication(mine(), batch);
  }

  final Table theirs() {
    return others.catalog().loadTable(LogTables.identifier(ORDERS));
  }

  final Publication theirs(BatchId batch) {
    return new Publication(theirs(), batch);
  }

  final long stage(BatchId batch) {
    return RealRows.stage(mine(), batch, ROWS);
  }

  final void appendForeign(BatchId batch) {
    Table table = theirs();
    table.newAppend().appendFile(RealRows.write(table, batch, 1, ROWS)).commit();
  }

  private static void addColumn(Table table, String name) {
    new CommitLoop(table)
        .make(
            new CommitLoop.Step<String>() {
              @Override
              public Optional<String> seen(Table now) {
                return Optional.of(name).filter(column -> now.schema().findField(column) != null);
              }

              @Override
              public String change(Transaction transaction) {
                transaction.updateSchema().addColumn(name, Types.LongType.get()).commit();
                return name;
              }
            });
  }

  private List<LedgerRow> claimed(int number, String group) {
    return List.of(LedgerRow.claimed(batch(number), target(), object(number), source(group)));
  }

  private List<LedgerRow> decision(int number) {
    Work work = new Work("json", 10, 0, 0, 1000);
    return List.of(
        LedgerRow.committing(batch(number), target(), object(number), source("/a"), work));
  }

  private Target target() {
    return Target.of(ORDERS, theirs());
  }

  private static ObjectIdentity object(int number) {
    return new ObjectIdentity("landing", "orders/" + number + ".gz", "etag" + number, number);
  }

  private static LogSource source(String group) {
    return new LogSource(new LogGroup(group), null, null);
  }

  /** All rows of the ledger, each as its event and batch. */
  private List<String> events() {
    Table ledger = others.catalog().loadTable(LogTables.identifier(Ledger.NAME));
    return RealRows.read(ledger).stream()
        .map(row -> row.getField("event") + " " + row.getField("batch"))
        .sorted()
        .toList();
  }

  final void beforeNextCommit(Runnable other) {
    beforeNextCommit(ORDERS, other);
  }

  /** What somebody else does after this client's look at the table, and before its next commit. */
  private void beforeNextCommit(TableName table, Runnable other) {
    AtomicBoolean done = new AtomicBoolean();
    faults.before(
        step -> {
          if (step.startsWith("commit " + table + " ") && !done.getAndSet(true)) {
            other.run();
          }
        });
  }

  /** Readers see the batches and no other, and no branch is left. */
  final void assertOnly(BatchId... batches) {
    Table table = theirs();
    List<String> expected =
        Arrays.stream(batches)
            .flatMap(batch -> RealRows.written(batch, 1, ROWS).stream())
            .sorted()
            .toList();
    assertThat(RealRows.names(table)).isEqualTo(expected);
    assertThat(table.refs()).containsOnlyKeys("main");
    assertThat(table.currentSnapshot().summary())
        .containsEntry("total-records", String.valueOf(expected.size()));
  }
}
