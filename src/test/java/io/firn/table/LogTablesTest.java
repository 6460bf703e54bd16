package io.firn.table;

import static io.firn.table.Lake.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.firn.testing.Faults;
import io.firn.testing.Faults.Failure;
import io.firn.testing.FaultyCatalog;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LogTablesTest {
  @TempDir Path directory;
  private Lake lake;

  @BeforeEach
  void open() {
    lake = new Lake(directory);
  }

  @AfterEach
  void close() {
    lake.close();
  }

  @Test
  void newTableHasItsFinalLocationAndIds() {
    Transaction transaction = lake.newTable(ORDERS);
    transaction.updateSchema().addColumn("late", Types.LongType.get()).commit();
    String location = transaction.table().location();
    int id = transaction.table().schema().findField("late").fieldId();
    assertThat(lake.catalog().listNamespaces()).isEmpty();

    assertThat(LogTables.create(lake.catalog(), ORDERS, transaction)).isTrue();
    Table table = lake.load(ORDERS);
    assertThat(table.location())
        .isEqualTo(location)
        .isEqualTo(lake.settings().warehouse() + "/logs/orders");
    assertThat(table.schema().findField("late").fieldId()).isEqualTo(id);
    assertThat(table.uuid()).isEqualTo(transaction.table().uuid());
  }

  @Test
  void tableHasTheContractsLayout() {
    Table table = lake.createTable(ORDERS);
    assertThat(table.spec().fields())
        .singleElement()
        .satisfies(
            field -> {
              assertThat(field.name()).isEqualTo("log_time_day");
              assertThat(field.transform()).hasToString("day");
            });
    assertThat(table.sortOrder().fields())
        .extracting(field -> table.schema().findColumnName(field.sourceId()))
        .containsExactly("log_group", "log_time");
    assertThat(table.properties())
        .containsEntry("write.parquet.compression-codec", "zstd")
        .containsEntry("write.parquet.row-group-size-bytes", "67108864")
        .containsEntry("write.target-file-size-bytes", "268435456")
        .containsEntry("write.metadata.metrics.column.log_object", "full");
  }

  @Test
  void secondCreatorIsTold() {
    Transaction first = lake.newTable(ORDERS);
    Transaction second = lake.newTable(ORDERS);
    assertThat(LogTables.create(lake.catalog(), ORDERS, first)).isTrue();
    assertThat(LogTables.create(lake.catalog(), ORDERS, second)).isFalse();
    assertThat(lake.load(ORDERS).uuid()).isEqualTo(first.table().uuid());
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void creationThatFails(Failure failure) {
    Faults faults = new Faults().failNext(ORDERS, failure);
    try (FaultyCatalog catalog = faulty(faults)) {
      Transaction creation = newTable(catalog);
      Throwable thrown = catchThrowable(() -> LogTables.create(catalog, ORDERS, creation));
      if (failure == Failure.ANSWER_LOST) {
        assertThat(thrown).isNull();
        assertThat(lake.load(ORDERS).uuid()).isEqualTo(creation.table().uuid());
      } else {
        assertThat(thrown).hasStackTraceContaining("Injected: commit logs.orders #1 create");
        assertThat(lake.catalog().tableExists(LogTables.identifier(ORDERS))).isFalse();
        assertThat(LogTables.create(catalog, ORDERS, newTable(catalog))).isTrue();
      }
    }
  }

  /** Whose table it is, is seen and not guessed. */
  @ParameterizedTest
  @EnumSource(Failure.class)
  void creationBesideSomebodyElse(Failure failure) {
    Faults faults = new Faults().failNext(ORDERS, failure);
    faults.before(
        step -> {
          if (step.equals("commit logs.orders #1 create")) {
            lake.createTable(ORDERS);
          }
        });
    try (FaultyCatalog catalog = faulty(faults)) {
      Transaction creation = newTable(catalog);
      assertThat(LogTables.create(catalog, ORDERS, creation)).isFalse();
      assertThat(lake.load(ORDERS).uuid()).isNotEqualTo(creation.table().uuid());
    }
  }

  private FaultyCatalog faulty(Faults faults) {
    return FaultyCatalog.open(lake.settings(), new Configuration(), faults);
  }

  private static Transaction newTable(Catalog catalog) {
    return LogTables.newTable(
        catalog, ORDERS, LogTables.newLocation(catalog, ORDERS), Lake.SCHEMA, Map.of());
  }
}
