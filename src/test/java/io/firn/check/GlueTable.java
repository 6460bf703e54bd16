package io.firn.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.firn.table.JdbcSettings;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * What Glue would be sent for a table, measured.
 *
 * @param columns all that Glue gets
 * @param oldColumns those among them that only older schemas have
 * @param longestType characters of the longest type text
 * @param bytes of the table input as JSON
 */
record GlueTable(
    String table,
    int columns,
    int oldColumns,
    int longestType,
    int bytes,
    List<GlueProblem> problems) {
  GlueTable {
    problems = List.copyOf(problems);
  }

  static GlueTable of(TableIdentifier name, Table table, JdbcSettings lake) {
    JsonNode request = GlueInput.of(name, table, lake);
    JsonNode input = request.get("TableInput");
    List<JsonNode> columns =
        StreamSupport.stream(input.get("StorageDescriptor").get("Columns").spliterator(), false)
            .toList();
    return new GlueTable(
        name.toString(),
        columns.size(),
        (int) columns.stream().filter(GlueTable::isOld).count(),
        columns.stream().mapToInt(column -> column.get("Type").asText().length()).max().orElse(0),
        input.toString().getBytes(UTF_8).length,
        GlueLimits.problems(request, table.schemas().values()));
  }

  private static boolean isOld(JsonNode column) {
    return column.path("Parameters").path("iceberg.field.current").asText().equals("false");
  }

  @Override
  public String toString() {
    return "%s: %d columns, %d of them in older schemas alone, longest type %d characters, %d bytes"
            .formatted(table, columns, oldColumns, longestType, bytes)
        + ", "
        + problems.size()
        + " problems";
  }
}
