package io.firn.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.TableName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FillRatesTest {
  private static final TableName NAME = TableName.parse("logs.orders");

  @TempDir Path directory;
  private Lake lake;
  private int files;

  @BeforeEach
  void open() {
    lake = new Lake(directory);
  }

  @AfterEach
  void close() {
    lake.close();
  }

  @Test
  void aTableWithoutFilesHasNoRows() {
    FillRates rates = FillRates.of(lake.createTable(NAME), List.of(2));
    assertThat(rates.rows()).isZero();
    assertThat(rates.values(2)).hasValue(0);
  }

  @Test
  void valuesThatAreNotNullAreSummedOverFiles() {
    Table table = lake.createTable(NAME);
    append(table, 10, Map.of(2, 10L, 3, 10L), Map.of(2, 0L, 3, 4L));
    append(table, 5, Map.of(2, 5L, 3, 5L), Map.of(2, 5L, 3, 0L));
    FillRates rates = FillRates.of(table, List.of(2, 3));
    assertThat(rates.rows()).isEqualTo(15);
    assertThat(rates.values(2)).hasValue(10);
    assertThat(rates.values(3)).hasValue(11);
  }

  @Test
  void aFileFromBeforeTheColumnHasNoneOfIt() {
    Table table = lake.createTable(NAME);
    append(table, 10, Map.of(2, 10L), Map.of(2, 0L));
    int added = add(table, "a");
    append(table, 5, Map.of(2, 5L, added, 5L), Map.of(2, 0L, added, 1L));
    assertThat(FillRates.of(table, List.of(added)).values(added)).hasValue(4);
  }

  /** A batch keeps files of its first round that it wrote before it added the column. */
  @Test
  void aFileWithStatisticsOfOtherColumnsAloneHasNoneOfIt() {
    Table table = lake.createTable(NAME);
    int added = add(table, "a");
    append(table, 10, Map.of(2, 10L), Map.of(2, 0L));
    assertThat(FillRates.of(table, List.of(added)).values(added)).hasValue(0);
  }

  @Test
  void whatOneFileDoesNotCountIsUnknown() {
    Table table = lake.createTable(NAME);
    append(table, 5, Map.of(2, 5L), Map.of(2, 1L));
    append(table, 10, Map.of(), Map.of());
    assertThat(FillRates.of(table, List.of(2)).values(2)).isEmpty();
    assertThat(FillRates.of(table, List.of(2)).rows()).isEqualTo(15);
  }

  /** Iceberg counts the first hundred columns unless a table says otherwise. */
  @Test
  void aColumnThatWritersDoNotCountIsUnknownInFilesThatMayHoldIt() {
    List<Types.NestedField> fields = new ArrayList<>(Lake.SCHEMA.columns());
    for (int i = 0; i < 200; i++) {
      fields.add(Types.NestedField.optional(100 + i, "c" + i, Types.LongType.get()));
    }
    LogTables.create(
        lake.catalog(),
        NAME,
        LogTables.newTable(
            lake.catalog(),
            NAME,
            LogTables.newLocation(lake.catalog(), NAME),
            new Schema(fields),
            Map.of()));
    Table table = lake.load(NAME);
    int last = table.schema().findField("c199").fieldId();
    append(table, 10, Map.of(2, 10L), Map.of(2, 0L));
    assertThat(FillRates.of(table, List.of(last)).values(last)).isEmpty();
    int added = add(table, "later");
    assertThat(FillRates.of(table, List.of(added)).values(added)).hasValue(0);
  }

  private static int add(Table table, String column) {
    table.updateSchema().addColumn(column, Types.LongType.get()).commit();
    return table.schema().findField(column).fieldId();
  }

  private void append(Table table, long rows, Map<Integer, Long> values, Map<Integer, Long> nulls) {
    table
        .newFastAppend()
        .appendFile(
            DataFiles.builder(table.spec())
                .withPath(table.location() + "/data/" + files++ + ".parquet")
                .withFileSizeInBytes(4)
                .withPartitionValues(List.of("2023-11-14"))
                .withMetrics(new Metrics(rows, null, values, nulls, null))
                .build())
        .commit();
  }
}
