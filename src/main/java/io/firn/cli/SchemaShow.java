package io.firn.cli;

import io.firn.TableName;
import io.firn.cli.LakeOptions.Lake;
import io.firn.schema.DescribedColumn;
import io.firn.schema.Envelope;
import io.firn.schema.SchemaDifference;
import io.firn.schema.TableDescription;
import io.firn.table.CatalogSettings;
import io.firn.table.Catalogs;
import io.firn.table.FillRates;
import io.firn.table.OpenCatalog;
import java.io.PrintWriter;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Snapshot;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the commands that show a table's columns do, and their flag. */
final class SchemaShow {
  @Option(
      names = "--diff",
      paramLabel = "<snapshot>",
      description = "Print what changed since the snapshot with this id, and no more.")
  private @Nullable Long since;

  /** Looks at the table, and prints what it saw. */
  int run(Lake lake, ResultOptions results, String tableName, PrintWriter out) {
    TableName name = UsageException.valid(() -> TableName.parse(tableName));
    CatalogSettings settings = lake.existing();
    try (OpenCatalog open = Catalogs.open(settings, new Configuration())) {
      FirnTable table = FirnTable.load(open.catalog(), name);
      if (since == null) {
        print(report(lake, table), results, out);
      } else {
        print(difference(table, since), results, out);
      }
    }
    out.flush();
    return ExitCode.DONE.code();
  }

  private static void print(SchemaReport report, ResultOptions results, PrintWriter out) {
    if (results.json()) {
      out.println(report.toJson());
    } else {
      report.print(out);
    }
  }

  private static void print(SchemaDifferenceReport report, ResultOptions results, PrintWriter out) {
    if (results.json()) {
      out.println(report.toJson());
    } else {
      report.print(out);
    }
  }

  private static SchemaDifferenceReport difference(FirnTable table, long snapshotId) {
    SchemaDifference difference =
        SchemaDifference.between(table.descriptionAt(snapshotId), table.description());
    return new SchemaDifferenceReport(table.name(), snapshotId, difference);
  }

  private static SchemaReport report(Lake lake, FirnTable table) {
    TableDescription description = table.description();
    List<Integer> single =
        description.columns().stream()
            .filter(column -> !column.repeated())
            .map(DescribedColumn::id)
            .toList();
    FillRates fill = FillRates.of(table.table(), single);
    Snapshot current = table.table().currentSnapshot();
    return new SchemaReport(
        table.name(),
        current == null ? null : current.snapshotId(),
        description,
        fill,
        rescued(lake, table, fill));
  }

  /** A session is for tables that may have any. */
  private static RescuedPaths rescued(Lake lake, FirnTable table, FillRates fill) {
    var column = table.schema().findField(Envelope.LOG_RESCUED.column());
    boolean none =
        column == null || fill.rows() == 0 || fill.values(column.fieldId()).orElse(1) == 0;
    if (none) {
      return RescuedPaths.NONE;
    }
    try (Session session = Sessions.open("firn schema", lake.existing(), lake.region())) {
      return RescuedPaths.read(session.spark(), table.name());
    }
  }
}
