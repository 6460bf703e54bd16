package io.firn.check;

import io.firn.check.TrinoSession.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Asks Trino for all that is in one table, and compares it with what Spark and Iceberg see. */
final class TableCheck {
  private static final int EXPRESSIONS_PER_QUERY = 200;
  private static final String COPY = "scratch.checks.copy";
  private static final String VIEW = "scratch.checks.view_of_it";

  private final TrinoSession trino;
  private final SparkSession spark;
  private final TableIdentifier name;
  private final Table table;
  private final List<Difference> differences = new ArrayList<>();

  TableCheck(TrinoSession trino, SparkSession spark, TableIdentifier name, Table table) {
    this.trino = trino;
    this.spark = spark;
    this.name = name;
    this.table = table;
  }

  private interface Question {
    void ask() throws SQLException;
  }

  CheckedTable run() {
    long start = System.nanoTime();
    Places places = Places.of(table.schema());
    RowSums sums = RowSums.of(rows(), places);
    question("DESCRIBE", this::describe);
    question("SHOW CREATE TABLE", this::showCreate);
    List<Place> all = places.all();
    for (int from = 0; from < all.size(); from += EXPRESSIONS_PER_QUERY / 2) {
      int to = Math.min(from + EXPRESSIONS_PER_QUERY / 2, all.size());
      List<Place> some = all.subList(from, to);
      question("counts", () -> count(some, sums));
    }
    question("SELECT *", () -> same("rows read", trino.drain("SELECT * FROM " + lake("")), sums));
    question("CREATE TABLE AS", () -> copy(sums));
    question("CREATE VIEW", () -> view(sums));
    question("one day", this::firstDay);
    question("$files", () -> files(sums));
    question("$snapshots", this::snapshots);
    double seconds = (System.nanoTime() - start) / 1e9;
    return new CheckedTable(
        name.toString(), sums.rows(), places.columns().size(), all.size(), seconds, differences);
  }

  /** A query that fails is a difference: the other questions are asked all the same. */
  private void question(String asked, Question question) {
    try {
      question.ask();
    } catch (SQLException e) {
      differ(asked, "the query", "cannot: " + e.getMessage(), "an answer");
    }
  }

  private Dataset<Row> rows() {
    return spark.table("`%s`.`%s`.`%s`".formatted("lake", name.namespace(), name.name()));
  }

  /** The table's name in Trino, or that of one of its metadata tables. */
  private String lake(String suffix) {
    return String.join(
        ".",
        TrinoSession.LAKE,
        TrinoSql.quoted(name.namespace().toString()),
        TrinoSql.quoted(name.name() + suffix));
  }

  private void describe() throws SQLException {
    List<String> described = trino.ask("DESCRIBE " + lake("")).column(0);
    List<String> expected = table.schema().columns().stream().map(Types.NestedField::name).toList();
    if (!described.equals(expected)) {
      differ("DESCRIBE", "columns", described.toString(), expected.toString());
    }
  }

  private void showCreate() throws SQLException {
    String shown = trino.ask("SHOW CREATE TABLE " + lake("")).first().get(0).toString();
    String location = "location = " + TrinoSql.text(table.location());
    if (!shown.contains(location)) {
      differ("SHOW CREATE TABLE", "location", shown, location);
    }
  }

  private void count(List<Place> places, RowSums sums) throws SQLException {
    List<String> expressions = new ArrayList<>();
    for (Place place : places) {
      expressions.add(TrinoSql.present(place));
      expressions.add(TrinoSql.sum(place));
    }
    String list = String.join(",\n  ", expressions);
    List<Object> counted = trino.ask("SELECT count(*),\n  " + list + "\nFROM " + lake("")).first();
    same("count(*)", (Long) counted.get(0), sums);
    for (int i = 0; i < places.size(); i++) {
      Place place = places.get(i);
      same(place.path(), "non-null values", counted.get(2 * i + 1), sums.present(place));
      String what = place.kind().isContainer() ? "elements" : "checksum";
      same(place.path(), what, counted.get(2 * i + 2), sums.sum(place));
    }
  }

  private void copy(RowSums sums) throws SQLException {
    trino.change("DROP TABLE IF EXISTS " + COPY);
    long written = trino.change("CREATE TABLE " + COPY + " AS SELECT * FROM " + lake(""));
    same("rows written", written, sums);
    same("rows of the copy", trino.ask("SELECT count(*) FROM " + COPY).number(), sums);
    List<String> types = trino.ask("DESCRIBE " + COPY).column(1);
    List<String> expected = trino.ask("DESCRIBE " + lake("")).column(1);
    if (!types.equals(expected)) {
      differ("CREATE TABLE AS", "types", types.toString(), expected.toString());
    }
    trino.change("DROP TABLE " + COPY);
  }

  private void view(RowSums sums) throws SQLException {
    trino.change("CREATE OR REPLACE VIEW " + VIEW + " AS SELECT * FROM " + lake(""));
    same("rows of the view", trino.drain("SELECT * FROM " + VIEW), sums);
    trino.change("DROP VIEW " + VIEW);
  }

  /** The column by whose days the table is partitioned. */
  private Optional<String> dayColumn() {
    return table.spec().fields().stream()
        .filter(field -> field.transform().toString().equals("day"))
        .map(PartitionField::sourceId)
        .map(id -> table.schema().findColumnName(id))
        .findFirst();
  }

  /** Asks for the first day, if the table has days and rows. */
  private void firstDay() throws SQLException {
    Optional<String> column = dayColumn();
    if (column.isPresent()) {
      List<Row> first =
          rows()
              .groupBy(functions.to_date(functions.col("`" + column.get() + "`")).as("day"))
              .count()
              .orderBy("day")
              .takeAsList(1);
      if (!first.isEmpty()) {
        day(column.get(), first.get(0).getLocalDate(0), first.get(0).getLong(1));
      }
    }
  }

  /** A day's query reads that day's rows and no other; a query for the days before, none. */
  private void day(String column, LocalDate day, long rows) throws SQLException {
    String from = "TIMESTAMP '" + day + " 00:00:00'";
    String until = "TIMESTAMP '" + day.plusDays(1) + " 00:00:00'";
    String quoted = TrinoSql.quoted(column);
    String select = "SELECT count(*) FROM " + lake("") + " WHERE " + quoted;
    String one = select + " >= " + from + " AND " + quoted + " < " + until;
    String plan = trino.ask("EXPLAIN " + one).first().get(0).toString();
    if (!plan.contains("constraint on [" + column + "]") || plan.contains("Filter")) {
      differ("one day", "plan", plan, "a constraint of the scan, and no filter");
    }
    Answer answer = trino.ask(one);
    same("one day", "rows of " + day, answer.number(), rows);
    same("one day", "rows read for " + day, answer.processed(), rows);
    same("one day", "rows read for earlier days", trino.ask(select + " < " + from).processed(), 0);
  }

  private void files(RowSums sums) throws SQLException {
    List<Object> counted =
        trino.ask("SELECT count(*), COALESCE(sum(record_count), 0) FROM " + lake("$files")).first();
    same("$files", "files", counted.get(0), dataFiles());
    same("$files", "records", counted.get(1), sums.rows());
  }

  private long dataFiles() {
    try (CloseableIterable<FileScanTask> files = table.newScan().planFiles()) {
      long count = 0;
      for (FileScanTask ignored : files) {
        count++;
      }
      return count;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void snapshots() throws SQLException {
    List<String> ids = trino.ask("SELECT snapshot_id FROM " + lake("$snapshots")).column(0);
    List<String> expected = new ArrayList<>();
    table.snapshots().forEach(snapshot -> expected.add(Long.toString(snapshot.snapshotId())));
    if (!ids.stream().sorted().toList().equals(expected.stream().sorted().toList())) {
      differ("$snapshots", "snapshots", ids.toString(), expected.toString());
    }
  }

  private void same(String what, long said, RowSums sums) {
    same("all rows", what, said, sums.rows());
  }

  private void same(String place, String what, Object said, long expected) {
    if (((Number) said).longValue() != expected) {
      differ(place, what, said.toString(), Long.toString(expected));
    }
  }

  private void differ(String place, String what, String said, String expected) {
    differences.add(new Difference(name.toString(), place, what, said, expected));
  }
}
