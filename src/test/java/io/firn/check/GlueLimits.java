package io.firn.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;

/** The limits of Glue and Athena, and Firn's own, held against what Glue would be sent. */
final class GlueLimits {
  static final int NAME = 255;
  static final int COMMENT = 255;
  static final int TYPE = 131_072;
  static final int TYPE_FOR_FIRN = 100_000;
  static final int PARAMETER_KEY = 255;
  static final int PARAMETER_VALUE = 512_000;
  static final int TABLE_INPUT = 256 << 10;

  private static final Pattern NAMES = Pattern.compile("[a-z0-9_]{1," + NAME + "}");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final int SHOWN = 60;

  private final String table;
  private final List<GlueProblem> problems = new ArrayList<>();

  private GlueLimits(String table) {
    this.table = table;
  }

  /**
   * All that breaks a limit.
   *
   * @param request what {@link GlueInput} made
   * @param schemas the table's, for the names inside of columns
   */
  static List<GlueProblem> problems(JsonNode request, Iterable<Schema> schemas) {
    JsonNode input = request.get("TableInput");
    String database = request.get("DatabaseName").asText();
    String name = input.get("Name").asText();
    GlueLimits limits = new GlueLimits(database + "." + name);
    limits.name("the table", "database name", database);
    limits.name("the table", "table name", name);
    limits.parameters("the table", input);
    input.get("StorageDescriptor").get("Columns").forEach(limits::column);
    schemas.forEach(limits::nestedNames);
    limits.size(input);
    return limits.problems.stream().distinct().toList();
  }

  private void column(JsonNode column) {
    String name = column.get("Name").asText();
    String place = "column " + shown(name);
    name(place, "column name", name);
    comment(place, column.path("Comment").asText(""));
    atMost(place, "type text", column.get("Type").asText(), TYPE);
    atMost(place, "type text for Firn", column.get("Type").asText(), TYPE_FOR_FIRN);
    parameters(place, column);
  }

  /** Names of columns are judged with the columns, of which Glue gets older schemas' too. */
  private void nestedNames(Schema schema) {
    for (Types.NestedField column : schema.columns()) {
      TypeUtil.indexById(Types.StructType.of(column)).values().stream()
          .filter(field -> field.fieldId() != column.fieldId())
          .forEach(field -> name("column " + shown(column.name()), "field name", field.name()));
    }
  }

  private void name(String place, String thing, String name) {
    if (!NAMES.matcher(name).matches()) {
      problem(place, thing, shown(name), "1 to " + NAME + " of a-z, 0-9 and _");
    }
  }

  private void comment(String place, String comment) {
    atMost(place, "comment", comment, COMMENT);
    if (CONTROL.matcher(comment).find()) {
      problem(place, "comment", shown(comment), "without control characters");
    }
  }

  private void parameters(String place, JsonNode of) {
    of.path("Parameters")
        .fields()
        .forEachRemaining(
            parameter -> {
              atMost(place, "parameter's key", parameter.getKey(), PARAMETER_KEY);
              String value = parameter.getValue().asText();
              atMost(place, "value of " + shown(parameter.getKey()), value, PARAMETER_VALUE);
            });
  }

  private void size(JsonNode input) {
    int bytes = input.toString().getBytes(UTF_8).length;
    if (bytes > TABLE_INPUT) {
      problem("the table", "table input", bytes + " bytes", "at most " + TABLE_INPUT + " bytes");
    }
  }

  private void atMost(String place, String thing, String value, int limit) {
    if (value.length() > limit) {
      String length = value.length() + " characters";
      problem(place, thing, length, "at most " + limit + " characters");
    }
  }

  private void problem(String place, String thing, String value, String limit) {
    problems.add(new GlueProblem(table, place, thing, value, limit));
  }

  /** Quoted, with control characters spelled out, and cut. */
  private static String shown(String value) {
    StringBuilder shown = new StringBuilder("'");
    String start = value.substring(0, Math.min(SHOWN, value.length()));
    start
        .chars()
        .forEach(
            c -> {
              if (Character.isISOControl(c)) {
                shown.append("\\u%04x".formatted(c));
              } else {
                shown.append((char) c);
              }
            });
    shown.append('\'');
    if (value.length() > SHOWN) {
      shown.append("... of ").append(value.length()).append(" characters");
    }
    return shown.toString();
  }
}
