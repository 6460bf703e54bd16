package io.firn.maintain;

import static io.firn.maintain.MaintainedLake.FIRST_DAY;
import static io.firn.maintain.MaintainedLake.ORDERS;
import static io.firn.maintain.MaintainedLake.assertRows;
import static io.firn.maintain.MaintainedLake.batchFile;
import static io.firn.maintain.MaintainedLake.layout;
import static io.firn.maintain.MaintainedLake.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.BatchId;
import io.firn.LogGroup;
import io.firn.ObjectIdentity;
import io.firn.TableName;
import io.firn.ledger.Ledger;
import io.firn.ledger.LedgerRow;
import io.firn.ledger.LogSource;
import io.firn.ledger.Target;
import io.firn.maintain.MaintainRequest.OnOrphan;
import io.firn.maintain.MaintainRequest.Orphans;
import io.firn.maintain.StepReport.Kind;
import io.firn.table.LogTables;
import io.firn.table.Publication;
import io.firn.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.hadoop.HadoopTables;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files that no snapshot has go, if they are old and nobody can need them. */
@ExtendWith(SharedSpark.class)
final class OrphansTest {
  private static final BatchId CLAIMED = BatchId.of(Instant.parse("2026-01-05T00:00:00Z"), 1);
  private static final BatchId UNKNOWN = BatchId.of(Instant.parse("2026-01-05T00:00:00Z"), 2);
  private static final BatchId ABANDONED = BatchId.of(Instant.parse("2026-01-05T00:00:00Z"), 3);
  private static final BatchId STAGED = BatchId.of(Instant.parse("2026-01-05T00:00:00Z"), 4);
  private static final Schema ONE_COLUMN =
      new Schema(Types.NestedField.optional(1, "a", Types.StringType.get()));

  @TempDir Path directory;
  private MaintainedLake lake;
  private Table table;

  @BeforeEach
  void open(SparkSession spark) throws IOException {
    lake = new MaintainedLake(directory.toRealPath(), spark, 1);
    table = lake.create(ORDERS, Map.of());
    lake.append(table, 3, 20, 2);
  }

  @AfterEach
  void close() {
    lake.close();
  }

  /** All files below the lake are a week old, but for those that are made afterwards. */
  private void letAWeekPass() throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        age(file);
      }
    }
  }

  private static Path age(Path file) throws IOException {
    return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(7))));
  }

  private static Path made(String location) throws IOException {
    Path file = Path.of(location.replaceFirst("^file:(//)?", ""));
    Files.createDirectories(file.getParent());
    return age(Files.writeString(file, "x"));
  }

  private static MaintainRequest request(OnOrphan then) {
    MaintainRequest usual = MaintainedLake.request(layout(256 << 20));
    return new MaintainRequest(
        usual.scope(),
        usual.layouts(),
        Duration.ofDays(30),
        usual.keepSnapshots(),
        usual.budget(),
        new Orphans(then, Duration.ofDays(3)),
        List.of());
  }

  private static List<StepReport> orphans(MaintainReport report) {
    return report.tables().stream()
        .flatMap(one -> one.steps().stream())
        .filter(step -> step.kind() == Kind.ORPHANS)
        .toList();
  }

  @Test
  void oldOnesGoAndYoungOnesStay() throws IOException {
    letAWeekPass();
    Path old = made(table.location() + "/data/log_time_day=2026-01-01/00000-1-x.parquet");
    Path metadata = made(table.location() + "/metadata/00000-old.metadata.json");
    Path manifest = made(table.location() + "/metadata/x-m0.avro");
    Path young = made(table.location() + "/data/log_time_day=2026-01-01/00000-2-x.parquet");
    Files.setLastModifiedTime(young, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    Map<String, Integer> rows = rows(table);

    MaintainReport counted = lake.maintain(request(OnOrphan.REPORT));
    assertThat(orphans(counted)).singleElement().asString().contains("found 3 files");
    assertThat(List.of(old, metadata, manifest, young)).allMatch(Files::exists);

    MaintainReport deleted = lake.maintain(request(OnOrphan.DELETE));
    assertThat(orphans(deleted)).singleElement().asString().contains("deleted 3 files");
    assertThat(List.of(old, metadata, manifest)).noneMatch(Files::exists);
    assertThat(young).exists();
    assertRows(table, rows);
    assertThat(orphans(lake.maintain(request(OnOrphan.DELETE)))).isEmpty();
  }

  /** Names that a URI would have to escape, of files that a table has and of others. */
  @Test
  void oddNames() throws IOException {
    List<String> names =
        List.of("a b", "a%20b", "a%zz", "a#b", "a?b", "ä雪🎿", "a+b=c&d", "~a'(b)", "[a]");
    var append = table.newFastAppend();
    for (String name : names) {
      DataFile file = lake.file(table, FIRST_DAY, 5);
      Path from = Path.of(file.location().replaceFirst("^file:(//)?", ""));
      Path to = from.resolveSibling(name + " live.parquet");
      Files.move(from, to);
      append.appendFile(
          org.apache.iceberg.DataFiles.builder(table.spec())
              .copy(file)
              .withPath(table.location() + "/data/" + to.getFileName())
              .build());
    }
    append.commit();
    letAWeekPass();
    Map<String, Integer> rows = rows(table);
    List<Path> orphans = new java.util.ArrayList<>();
    for (String name : names) {
      orphans.add(made(table.location() + "/data/" + name + " orphan.parquet"));
      orphans.add(made(table.location() + "/data/" + name + "/orphan.parquet"));
    }

    MaintainReport report = lake.maintain(request(OnOrphan.DELETE));

    assertThat(orphans).noneMatch(Files::exists);
    assertThat(orphans(report)).singleElement().asString().contains("deleted 18 files");
    assertRows(table, rows);
  }

  @Test
  void anotherTableBelowTheLocationStays() throws IOException {
    Table inner =
        lake.catalog()
            .buildTable(TableIdentifier.of("logs", "inner"), ONE_COLUMN)
            .withLocation(table.location() + "/data/inner")
            .create();
    Path debris = made(inner.location() + "/data/x.parquet");
    Table foreign =
        new HadoopTables(new Configuration())
            .create(
                ONE_COLUMN, PartitionSpec.unpartitioned(), table.location() + "/others/foreign");
    Path foreignFile = made(foreign.location() + "/data/y/x.parquet");
    Table beside =
        lake.catalog()
            .buildTable(TableIdentifier.of("logs", "beside"), ONE_COLUMN)
            .withLocation(table.location() + "_2")
            .create();
    Path besideFile = made(beside.location() + "/data/x.parquet");
    letAWeekPass();
    Path orphan = made(table.location() + "/others/x.parquet");

    MaintainReport report = lake.maintain(request(OnOrphan.DELETE));

    assertThat(orphan).doesNotExist();
    assertThat(List.of(debris, foreignFile, besideFile)).allMatch(Files::exists);
    inner.refresh();
    foreign.refresh();
    beside.refresh();
    assertThat(orphans(report))
        .singleElement()
        .asString()
        .contains("deleted 1 file that no snapshot has, left");
  }

  @Test
  void whatABatchMayStillPublishStays() throws IOException {
    Ledger ledger = Ledger.open(lake.catalog(), "test", Clock.systemUTC());
    claim(ledger, CLAIMED);
    claim(ledger, ABANDONED);
    ledger.abandon(ABANDONED, "test");
    DataFile stagedFile = lake.file(table, FIRST_DAY, 5);
    long staged = new Publication(table, STAGED).stage(List.of(stagedFile));
    letAWeekPass();
    Path claimed = made(batchFile(table, CLAIMED, "0-0-r1-0.parquet"));
    Path unknown = made(batchFile(table, UNKNOWN, "0-0-r1-0.parquet"));
    Path abandoned = made(batchFile(table, ABANDONED, "0-0-r1-0.parquet"));

    lake.maintain(request(OnOrphan.DELETE));

    assertThat(List.of(claimed, unknown)).allMatch(Files::exists);
    assertThat(abandoned).doesNotExist();
    new Publication(table, STAGED).publish(staged);
    assertThat(rows(table)).hasSize(3 * 20 + 5);
  }

  private void claim(Ledger ledger, BatchId batch) {
    Target target = Target.of(ORDERS, table);
    ObjectIdentity object = new ObjectIdentity("b", "k-" + batch, "e", 1);
    LedgerRow row =
        LedgerRow.claimed(batch, target, object, new LogSource(new LogGroup("/a"), null, null));
    assertThat(ledger.claim(ledger.read(List.of()), batch, List.of(row)).isClaimed()).isTrue();
  }

  /** Where it is not known which tables there are, one could be below another's location. */
  @Test
  void nothingGoesWhereATableCannotBeLoaded() throws IOException {
    lake.create(TableName.parse("logs.other"), Map.of());
    Table other = lake.load(TableName.parse("logs.other"));
    try (var files = Files.walk(Path.of(other.location().replaceFirst("^file:(//)?", "")))) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        Files.delete(file);
      }
    }
    letAWeekPass();
    Path orphan = made(table.location() + "/data/x.parquet");
    MaintainReport report = lake.maintain(request(OnOrphan.DELETE));
    assertThat(orphan).exists();
    assertThat(report.notices())
        .singleElement()
        .asString()
        .startsWith(
            "Orphans are counted and not deleted, since not all tables are known: table"
                + " logs.other cannot be loaded");
    assertThat(LogTables.find(lake.catalog(), ORDERS)).isPresent();
  }
}
