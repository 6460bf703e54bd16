package io.firn.cli;

import io.firn.TableName;
import io.firn.schema.VariantView;
import io.firn.table.Catalogs;
import io.firn.table.OpenCatalog;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code firn schema view}: SQL that puts a key's variants together again; it runs nothing. */
@Command(
    name = "view",
    description = "Print the SQL of a view, for Athena and Trino, with one column for each key.")
final class SchemaViewCommand implements Callable<Integer> {
  @Mixin private final LakeOptions lake = new LakeOptions();

  @Parameters(paramLabel = "<table>", description = "<namespace>.<name>")
  private @Nullable String table;

  @Option(
      names = "--name",
      paramLabel = "<name>",
      description = "The view's name (default: the table's, with _view).")
  private @Nullable String viewName;

  @Option(
      names = "--database",
      paramLabel = "<name>",
      description = "The view's database (default: the table's).")
  private @Nullable String database;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    String text = Objects.requireNonNull(table, "table");
    TableName name = UsageException.valid(() -> TableName.parse(text));
    TableName view = view(name);
    PrintWriter out = Objects.requireNonNull(spec, "spec").commandLine().getOut();
    try (OpenCatalog open =
        Catalogs.open(lake.lake(System.getenv()).existing(), new Configuration())) {
      FirnTable firn = FirnTable.load(open.catalog(), name);
      out.println(VariantView.sql(view, name, firn.schema(), firn.payload()));
    }
    return ExitCode.DONE.code();
  }

  private TableName view(TableName ofTable) {
    String namespace = database == null ? ofTable.namespace() : database;
    String name = viewName == null ? ofTable.name() + "_view" : viewName;
    TableName view = UsageException.valid(() -> new TableName(namespace, name));
    if (view.equals(ofTable)) {
      throw new UsageException("Invalid view: " + view + " (must not be the table itself)");
    }
    return view;
  }
}
