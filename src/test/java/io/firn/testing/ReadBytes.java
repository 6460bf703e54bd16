package io.firn.testing;

import java.io.IOException;
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
import org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.api.Binary;

/**
 * What a query of one log group and hour reads: the row groups that no statistics rule out, of the
 * files that no metadata rules out.
 */
public record ReadBytes(long bytes, int files, long rows) {
  private static final int HOUR = 13;

  /** Of an hour of the day. */
  public static ReadBytes ofOneGroupAndHour(Table table, LocalDate day) throws IOException {
    table.refresh();
    String group = SmallFiles.group(SmallFiles.GROUPS / 2);
    LocalDateTime from = day.atTime(HOUR, 0);
    Expression query =
        Expressions.and(
            Expressions.equal("log_group", group),
            Expressions.greaterThanOrEqual("log_time", from.toString()),
            Expressions.lessThan("log_time", from.plusHours(1).toString()));
    long first = micros(from);
    long last = micros(from.plusHours(1));
    return of(table, query, (reader, block) -> mayHave(block, group, first, last));
  }

  /** Of one request's rows, wherever they are. */
  public static ReadBytes ofOneRequest(Table table, String request) throws IOException {
    table.refresh();
    return of(
        table,
        Expressions.equal("request_id", request),
        (reader, block) -> mayHave(reader, block, request));
  }

  private interface RowGroups {
    boolean mayHave(ParquetFileReader reader, BlockMetaData block) throws IOException;
  }

  private static ReadBytes of(Table table, Expression query, RowGroups which) throws IOException {
    long bytes = 0;
    int files = 0;
    try (CloseableIterable<FileScanTask> tasks = table.newScan().filter(query).planFiles()) {
      for (FileScanTask task : tasks) {
        files++;
        bytes += bytes(task.file().location(), which);
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

  private static long bytes(String location, RowGroups which) throws IOException {
    long bytes = 0;
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(new Path(location), new Configuration()))) {
      for (BlockMetaData block : reader.getFooter().getBlocks()) {
        bytes += which.mayHave(reader, block) ? block.getCompressedSize() : 0;
      }
    }
    return bytes;
  }

  private static boolean mayHave(ParquetFileReader reader, BlockMetaData block, String request)
      throws IOException {
    ColumnChunkMetaData column = column(block, "request_id");
    BinaryStatistics ids = (BinaryStatistics) column.getStatistics();
    if (ids.minAsString().compareTo(request) > 0 || ids.maxAsString().compareTo(request) < 0) {
      return false;
    }
    BloomFilter filter = reader.getBloomFilterDataReader(block).readBloomFilter(column);
    return filter == null || filter.findHash(filter.hash(Binary.fromString(request)));
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
