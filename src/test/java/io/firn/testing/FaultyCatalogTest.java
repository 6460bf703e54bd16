package io.firn.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.BatchId;
import io.firn.TableName;
import io.firn.table.BatchFiles;
import io.firn.table.JdbcSettings;
import io.firn.table.Lake;
import io.firn.testing.Faults.Crash;
import io.firn.testing.Faults.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.util.SerializationUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FaultyCatalogTest {
  private static final TableName ORDERS = Lake.ORDERS;
  private static final BatchId BATCH = Lake.batch(1);

  @TempDir Path directory;
  private final Faults faults = new Faults();
  private JdbcSettings settings;
  private FaultyCatalog catalog;
  private Table table;

  @BeforeEach
  void createTable() {
    settings = JdbcSettings.of(directory.resolve("lake").toString(), Optional.empty(), Map.of());
    catalog = FaultyCatalog.open(settings, new Configuration(), faults);
    catalog.createNamespace(Namespace.of("logs"));
    table = catalog.createTable(TableIdentifier.of("logs", "orders"), Lake.SCHEMA);
    table.updateProperties().set("commit.retry.num-retries", "0").commit();
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void commitsAreNumberedSteps() {
    assertThat(commits()).containsExactly("commit logs.orders #1 create", "commit logs.orders #2");
    assertThat(faults.commits(ORDERS)).isEqualTo(2);
    set("a");
    assertThat(commits()).endsWith("commit logs.orders #3");
    assertThat(property("a")).isEqualTo("set");
  }

  @Test
  void refusedCommit() {
    faults.failNext(ORDERS, Failure.REFUSED);
    assertThatThrownBy(() -> set("a"))
        .isInstanceOf(CommitFailedException.class)
        .hasMessage("Injected: commit logs.orders #3");
    assertThat(property("a")).isNull();
    set("a");
    assertThat(property("a")).isEqualTo("set");
  }

  @Test
  void lostRequest() {
    faults.failNext(ORDERS, Failure.REQUEST_LOST);
    assertThatThrownBy(() -> set("a")).isInstanceOf(CommitStateUnknownException.class);
    assertThat(property("a")).isNull();
  }

  @Test
  void lostAnswer() {
    faults.failNext(ORDERS, Failure.ANSWER_LOST);
    assertThatThrownBy(() -> set("a")).isInstanceOf(CommitStateUnknownException.class);
    assertThat(property("a")).isEqualTo("set");
  }

  @Test
  void onlyTheNamedCommitsOfTheNamedTableFail() {
    faults.fail(TableName.parse("logs.other"), number -> true, Failure.REFUSED);
    faults.fail(ORDERS, number -> number == 4, Failure.REFUSED);
    set("a");
    assertThatThrownBy(() -> set("b")).isInstanceOf(CommitFailedException.class);
    set("b");
    assertThat(property("b")).isEqualTo("set");
  }

  @Test
  void beforeACommitNothingIsCommittedAndAfterItAllIs() {
    faults.before(step -> assertThat(property("a")).isNull());
    faults.after(
        step -> {
          if (step.startsWith("commit")) {
            assertThat(property("a")).isEqualTo("set");
          }
        });
    set("a");
  }

  @Test
  void afterACrashNothingGoesOn() {
    faults.after(
        step -> {
          if (step.startsWith("commit")) {
            throw new Crash(step);
          }
        });
    assertThatThrownBy(() -> set("a")).isInstanceOf(Crash.class).hasMessageEndingWith("#3");
    assertThatThrownBy(() -> set("b")).isInstanceOf(Crash.class).hasMessageEndingWith("#3");
    assertThatThrownBy(() -> table.io().deleteFile("x")).isInstanceOf(Crash.class);
    assertThat(property("a")).isEqualTo("set");
    assertThat(property("b")).isNull();
  }

  @Test
  void filesAreClosedAndDeletedInSteps() throws IOException {
    DataFile file = write(table);
    assertThat(last()).isEqualTo("close logs/orders/data/" + BATCH + "/0-0-r1-1.parquet");
    table.io().deleteFile(file.location());
    assertThat(last()).isEqualTo("delete logs/orders/data/" + BATCH + "/0-0-r1-1.parquet");
  }

  @Test
  void aBatchsFilesAreDeletedOneByOne() throws IOException {
    write(table);
    try (BatchFiles files = FaultyCatalog.files(settings, new Configuration(), faults)) {
      files.deleteAll(table.location(), BATCH);
      assertThat(faults.steps())
          .endsWith(
              "delete logs/orders/data/" + BATCH + "/0-0-r1-1.parquet",
              "delete logs/orders/data/" + BATCH + "/");
      assertThat(files.list(table.location(), BATCH)).isEmpty();
      files.deleteAll(table.location(), BATCH);
    }
  }

  /** As tables come to Spark's executors. */
  @Test
  void aSerialisedTableHasTheSameSteps() throws IOException {
    byte[] bytes = SerializationUtil.serializeToBytes(SerializableTable.copyOf(table));
    Table copy = SerializationUtil.deserializeFromBytes(bytes);
    write(copy);
    assertThat(last()).startsWith("close logs/orders/data/");
  }

  private static DataFile write(Table table) throws IOException {
    String path = BatchFiles.path(table.location(), BATCH, 0, 0, 1, 1);
    try (PositionOutputStream out = table.io().newOutputFile(path).create()) {
      out.write(1);
    }
    return DataFiles.builder(table.spec())
        .withPath(path)
        .withFileSizeInBytes(1)
        .withRecordCount(1)
        .build();
  }

  private void set(String property) {
    table.updateProperties().set(property, "set").commit();
  }

  private String property(String name) {
    table.refresh();
    return table.properties().get(name);
  }

  private String last() {
    return faults.steps().get(faults.steps().size() - 1);
  }

  private List<String> commits() {
    return faults.steps().stream().filter(step -> step.startsWith("commit")).toList();
  }
}
