package io.firn.schema;

import static io.firn.schema.TypeDialect.quoted;

import io.firn.TableName;
import io.firn.schema.ColumnType.Struct;
import io.firn.schema.ViewExpression.Named;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;

/**
 * A view that puts the columns of each key together again, in the SQL of Trino 476 and Athena
 * engine v3.
 */
public final class VariantView {
  private VariantView() {}

  /** The statement that makes the view, without a semicolon. */
  public static String sql(TableName view, TableName table, Schema schema, Struct payload) {
    return "CREATE OR REPLACE VIEW " + spelled(view) + " AS\n" + select(table, schema, payload);
  }

  /** The view's query: envelope and foreign columns as they are, each key in one column. */
  static String select(TableName table, Schema schema, Struct payload) {
    return ViewLevel.columns(schema.asStruct(), payload).stream()
        .map(Named::asColumn)
        .collect(
            Collectors.joining(
                ",\n  ", "SELECT\n  ", "\nFROM " + spelled(table) + " AS " + ViewPlace.TABLE));
  }

  private static String spelled(TableName name) {
    return quoted(name.namespace()) + "." + quoted(name.name());
  }
}
