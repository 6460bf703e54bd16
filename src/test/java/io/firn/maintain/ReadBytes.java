package io.firn.maintain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.parquet.column.statistics.BinaryStatistics;
import org.apache.parquet.column.statistics.LongStatistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/**
 * What a query of one log group and hour reads: the row groups that no statistics rule out, of the
 * files that no metadata rules out.
 */
record ReadBytes(long bytes, int files, long rows) {
  private static final int HOUR = 13;

  static ReadBytes ofOneGroupAndHour(Table table, LocalDate day) throws IOException {
    table.refresh();
    String group = MaintainedLake.group(MaintainedLake.GROUPS / 2);
    LocalDateTime from = day.atTime(HOUR, 0);
    Expression query =
        Expressions.and(
            Expressions.equal("log_group", group),
            Expressions.greaterThanOrEqual("log_time", from.toString()),
            Expressions.lessThan("log_time", from.plusHours(1).toString()));
    long bytes = 0;
    int files = 0;
    try (CloseableIterable<FileScanTask> tasks = table.newScan().filter(query).planFiles()) {
      for (FileScanTask task : tasks) {
        files++;
        bytes += bytes(task.file().location(), group, micros(from), micros(from.plusHours(1)));
      }
    }
    return new ReadBytes(bytes, files, rows(table, query));
  }

  private static long micros(LocalDateTime time) {
    return time.toEpochSecond(ZoneOffset.UTC) * 1_000_000;
  }

  private static long rows(Table table, Expression query) throws IOException {
    long rows = 0;
    try (CloseableIterable<Record> found = IcebergGenerics.read(table).where(query).build()) {
      for (Record ignored : found) {
        rows++;
      }
    }
    return rows;
  }

  private static long bytes(String location, String group, long from, long to) {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(new Path(location), new Configuration()))) {
      return reader.getFooter().getBlocks().stream()
          .filter(block -> mayHave(block, group, from, to))
          .mapToLong(BlockMetaData::getCompressedSize)
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean mayHave(BlockMetaData block, String group, long from, long to) {
    BinaryStatistics groups = (BinaryStatistics) column(block, "log_group").getStatistics();
    LongStatistics times = (LongStatistics) column(block, "log_time").getStatistics();
    return groups.minAsString().compareTo(group) <= 0
        && groups.maxAsString().compareTo(group) >= 0
        && times.getMin() < to
        && times.getMax() >= from;
  }

  private static ColumnChunkMetaData column(BlockMetaData block, String name) {
    return block.getColumns().stream()
        .filter(column -> column.getPath().toDotString().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
