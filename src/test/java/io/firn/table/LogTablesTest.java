package io.firn.table;

import static io.firn.table.Lake.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        .containsEntry("write.metadata.metrics.column.log_object", "full")
        .containsEntry("firn.parser-version", "1");
  }

  @Test
  void secondCreatorIsTold() {
    Transaction first = lake.newTable(ORDERS);
    Transaction second = lake.newTable(ORDERS);
    assertThat(LogTables.create(lake.catalog(), ORDERS, first)).isTrue();
    assertThat(LogTables.create(lake.catalog(), ORDERS, second)).isFalse();
    assertThat(lake.load(ORDERS).uuid()).isEqualTo(first.table().uuid());
  }
}
