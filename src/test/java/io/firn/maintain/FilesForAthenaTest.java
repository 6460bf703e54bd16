package io.firn.maintain;

import static io.firn.maintain.MaintainedLake.FIRST_DAY;
import static io.firn.maintain.MaintainedLake.ORDERS;
import static io.firn.maintain.MaintainedLake.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.apache.parquet.hadoop.BloomFilterReader;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a route says of files is in those that are written from then on, by their footers. */
@ExtendWith(SharedSpark.class)
final class FilesForAthenaTest {
  private static final TableLayout LAYOUT =
      new TableLayout(
          List.of("log_group", "log_time"),
          List.of("log_stream", "request_id"),
          List.of("message"),
          null,
          256 << 20,
          Map.of(
              "write.parquet.row-group-size-bytes",
              String.valueOf(64 << 10),
              "write.parquet.row-group-check-min-record-count",
              "100"));

  @TempDir Path directory;
  private MaintainedLake lake;
  private Table table;

  @BeforeEach
  void open(SparkSession spark) throws IOException {
    lake = new MaintainedLake(directory.toRealPath(), spark, 1);
    table = lake.create(ORDERS, Map.of());
    for (int i = 0; i < 4; i++) {
      lake.append(table, 1, 2000, 1);
    }
  }

  @AfterEach
  void close() {
    lake.close();
  }

  private interface Look {
    void at(ParquetFileReader reader, BlockMetaData rowGroup) throws IOException;
  }

  private static void eachRowGroup(DataFile file, Look look) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(
                new org.apache.hadoop.fs.Path(file.location()), new Configuration()))) {
      assertThat(reader.getFooter().getBlocks()).hasSizeGreaterThan(3);
      for (BlockMetaData rowGroup : reader.getFooter().getBlocks()) {
        look.at(reader, rowGroup);
      }
    }
  }

  private static ColumnChunkMetaData column(BlockMetaData rowGroup, String name) {
    return rowGroup.getColumns().stream()
        .filter(column -> column.getPath().toDotString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void filtersRowGroupsDictionariesAndStatistics() throws IOException {
    lake.maintain(request(LAYOUT));
    DataFile sorted = MaintainedLake.byDay(table).get(FIRST_DAY.toString()).get(0);
    eachRowGroup(
        sorted,
        (reader, rowGroup) -> {
          BloomFilterReader filters = reader.getBloomFilterDataReader(rowGroup);
          assertThat(filters.readBloomFilter(column(rowGroup, "log_group"))).isNull();
          // Parquet leaves the filter out where a dictionary has all values: it tells the same.
          assertThat(column(rowGroup, "log_stream").hasDictionaryPage()).isTrue();
          BloomFilter filter = filters.readBloomFilter(column(rowGroup, "request_id"));
          assertThat(filter.getBitsetSize()).isBetween(1, 256 << 10);
          assertThat(column(rowGroup, "log_group").hasDictionaryPage()).isTrue();
          assertThat(column(rowGroup, "log_time").getCodec()).isEqualTo(CompressionCodecName.ZSTD);
        });
    int message = table.schema().findField("message").fieldId();
    assertThat(sorted.lowerBounds()).containsKey(message);
    assertThat(table.properties()).containsEntry("write.metadata.metrics.column.message", "full");
  }

  /** In a sorted file log groups follow each other: few row groups have each. */
  @Test
  void rowGroupsFollowTheOrder() throws IOException {
    lake.maintain(request(LAYOUT));
    DataFile sorted = MaintainedLake.byDay(table).get(FIRST_DAY.toString()).get(0);
    TreeSet<String> highest = new TreeSet<>();
    eachRowGroup(
        sorted,
        (reader, rowGroup) -> {
          var groups = column(rowGroup, "log_group").getStatistics();
          assertThat(groups.minAsString())
              .isGreaterThanOrEqualTo(highest.isEmpty() ? "" : highest.last());
          highest.add(groups.maxAsString());
        });
    assertThat(highest).hasSizeGreaterThan(3);
  }
}
