package io.firn.ingest;

import io.firn.TableName;
import io.firn.dedupe.DuplicateSearch;
import io.firn.dedupe.FoundDuplicates;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.Table;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/** Looks for duplicates on an executor. */
final class RunSearch implements Function<DuplicateSearch, FoundDuplicates> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<Map<TableName, Table>> tables;

  RunSearch(Broadcast<Map<TableName, Table>> tables) {
    this.tables = tables;
  }

  @Override
  public FoundDuplicates call(DuplicateSearch search) {
    return run(tables.value(), search);
  }

  static FoundDuplicates run(Map<TableName, Table> tables, DuplicateSearch search) {
    return search.run(Objects.requireNonNull(tables.get(search.table()), "table"));
  }
}
