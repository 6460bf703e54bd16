package io.firn.table;

import static io.firn.table.Lake.ORDERS;
import static io.firn.table.Lake.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.BatchId;
import io.firn.testing.Faults;
import io.firn.testing.Faults.Failure;
import io.firn.testing.FaultyCatalog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Commits whose end is bad news, or unknown; and others that get in between. */
final class FaultyPublicationTest {
  private static final int ROWS = 2;

  @TempDir Path directory;
  private final Faults faults = new Faults();
  private Lake lake;
  private FaultyCatalog catalog;

  @BeforeEach
  void open() {
    lake = new Lake(directory);
    catalog = FaultyCatalog.open(lake.settings(), new Configuration(), faults);
  }

  @AfterEach
  void close() {
    catalog.close();
    lake.close();
  }

  /** On a table without a snapshot at first. */
  @ParameterizedTest
  @EnumSource(Failure.class)
  void stage(Failure failure) {
    lake.createTable(ORDERS);
    for (int failures = 1; failures <= 2; failures++) {
      BatchId batch = batch(failures);
      List<DataFile> files = List.of(RealRows.write(table(), batch, 1, ROWS));
      failNext(failures, failure);
      long staged = publication(batch).stage(files);
      assertThat(publication(batch).stage(files)).isEqualTo(staged);
      assertThat(snapshotsOf(batch)).containsExactly(staged);
      assertThat(rows()).noneMatch(row -> row.startsWith(batch.id()));
      assertReferencedFilesExist();
      publication(batch).publish(staged);
      assertPublished(batch);
    }
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void fastForward(Failure failure) {
    createTableWithRows();
    for (int failures = 1; failures <= 2; failures++) {
      long staged = stage(batch(failures));
      failNext(failures, failure);
      publication(batch(failures)).publish(staged);
      assertPublished(batch(failures));
      assertThat(table().currentSnapshot().snapshotId()).isEqualTo(staged);
    }
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void copy(Failure failure) {
    createTableWithRows();
    for (int failures = 1; failures <= 2; failures++) {
      long staged = stage(batch(failures));
      appendForeign(100 + failures);
      failNext(failures, failure);
      publication(batch(failures)).publish(staged);
      assertPublished(batch(failures));
      assertThat(table().currentSnapshot().snapshotId()).isNotEqualTo(staged);
    }
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void dropBranch(Failure failure) {
    createTableWithRows();
    stage(batch(1));
    failNext(2, failure);
    publication(batch(1)).dropBranch();
    assertThat(table().refs()).containsOnlyKeys("main");
    assertReferencedFilesExist();
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void withdraw(Failure failure) {
    createTableWithRows();
    long staged = stage(batch(1));
    failNext(2, failure);
    assertThat(publication(batch(1)).withdraw(staged)).isEqualTo(Withdrawal.WITHDRAWN);
    assertThat(table().refs()).containsOnlyKeys("main");
    assertThat(table().snapshot(staged)).isNull();
    assertReferencedFilesExist();
    assertThat(rows()).isEqualTo(RealRows.written(batch(0), 1, ROWS));
  }

  @Test
  void aCatalogThatNeverAnswersIsGivenUp() {
    createTableWithRows();
    long staged = stage(batch(1));
    int next = faults.commits(ORDERS) + 1;
    AtomicBoolean down = new AtomicBoolean(true);
    faults.fail(ORDERS, number -> number >= next && down.get(), Failure.REQUEST_LOST);
    assertThatThrownBy(() -> publication(batch(1)).publish(staged))
        .isInstanceOf(CommitStateUnknownException.class);
    assertReferencedFilesExist();
    down.set(false);
    assertThat(publication(batch(1)).publish(staged)).isEqualTo(Published.PUBLISHED);
    assertPublished(batch(1));
  }

  /** The withdrawal comes between the publisher's look and its commit. */
  @Test
  void suspendedPublisherFindsNothingToPublish() {
    createTableWithRows();
    long fastForward = stage(batch(1));
    assertWithdrawnUnder(batch(1), fastForward);
    long copy = stage(batch(2));
    appendForeign(7);
    assertWithdrawnUnder(batch(2), copy);
    long branchless = stage(batch(3));
    publication(batch(3)).dropBranch();
    assertWithdrawnUnder(batch(3), branchless);
  }

  private void assertWithdrawnUnder(BatchId batch, long staged) {
    beforeNextCommit(() -> new Publication(lake.load(ORDERS), batch).withdraw(staged));
    assertThatThrownBy(() -> publication(batch).publish(staged))
        .isInstanceOf(PublishRefusedException.class);
    assertThat(snapshotsOf(batch)).isEmpty();
    assertThat(rows()).noneMatch(row -> row.startsWith(batch.id()));
    assertReferencedFilesExist();
  }

  @Test
  void suspendedWithdrawerFindsItPublished() {
    createTableWithRows();
    for (BatchId batch : List.of(batch(1), batch(2))) {
      long staged = stage(batch);
      if (batch.equals(batch(2))) {
        publication(batch).dropBranch();
      }
      beforeNextCommit(() -> new Publication(lake.load(ORDERS), batch).publish(staged));
      assertThat(publication(batch).withdraw(staged)).isEqualTo(Withdrawal.ALREADY_PUBLISHED);
      assertPublished(batch);
    }
  }

  /** Without the branch, Iceberg by itself would fast-forward once more. */
  @Test
  void suspendedPublisherDoesNotUndoARollback() {
    createTableWithRows();
    long before = table().currentSnapshot().snapshotId();
    for (boolean branch : new boolean[] {true, false}) {
      BatchId batch = branch ? batch(1) : batch(2);
      long staged = stage(batch);
      if (!branch) {
        publication(batch).dropBranch();
      }
      beforeNextCommit(
          () -> {
            new Publication(lake.load(ORDERS), batch).publish(staged);
            lake.load(ORDERS).manageSnapshots().rollbackTo(before).commit();
          });
      assertThatThrownBy(() -> publication(batch).publish(staged))
          .isInstanceOf(PublishRefusedException.class)
          .hasMessageContaining("rolled back");
      assertThat(rows()).isEqualTo(RealRows.written(batch(0), 1, ROWS));
    }
  }

  private void createTableWithRows() {
    lake.createTable(ORDERS);
    appendForeign(0);
  }

  private Table table() {
    return lake.load(ORDERS);
  }

  private Publication publication(BatchId batch) {
    return new Publication(catalog.loadTable(LogTables.identifier(ORDERS)), batch);
  }

  private long stage(BatchId batch) {
    return publication(batch).stage(List.of(RealRows.write(table(), batch, 1, ROWS)));
  }

  private void appendForeign(int number) {
    Table table = table();
    table.newAppend().appendFile(RealRows.write(table, batch(number), 1, ROWS)).commit();
  }

  private void failNext(int count, Failure failure) {
    int last = faults.commits(ORDERS);
    faults.fail(ORDERS, number -> number > last && number <= last + count, failure);
  }

  private void beforeNextCommit(Runnable meanwhile) {
    faults.before(once("commit logs.orders #" + (faults.commits(ORDERS) + 1), meanwhile));
  }

  private static Faults.Hook once(String step, Runnable meanwhile) {
    return reached -> {
      if (reached.equals(step)) {
        meanwhile.run();
      }
    };
  }

  private List<String> rows() {
    return RealRows.names(table());
  }

  private List<Long> snapshotsOf(BatchId batch) {
    return RealRows.snapshotsOf(table(), batch);
  }

  private void assertPublished(BatchId batch) {
    assertThat(rows().stream().filter(row -> row.startsWith(batch.id())))
        .containsExactlyElementsOf(RealRows.written(batch, 1, ROWS));
    assertThat(table().refs()).containsOnlyKeys("main");
    assertReferencedFilesExist();
  }

  /** Those of all snapshots: what was cleaned up after a failure is not needed. */
  private void assertReferencedFilesExist() {
    Table table = table();
    for (Snapshot snapshot : table.snapshots()) {
      assertExists(snapshot.manifestListLocation());
      for (ManifestFile manifest : snapshot.allManifests(table.io())) {
        assertExists(manifest.path());
      }
      snapshot.addedDataFiles(table.io()).forEach(file -> assertExists(file.location()));
    }
  }

  private static void assertExists(String location) {
    Path file = Path.of(location.replaceFirst("^file:(//)?", ""));
    assertThat(Files.exists(file)).as("%s", file).isTrue();
  }
}
