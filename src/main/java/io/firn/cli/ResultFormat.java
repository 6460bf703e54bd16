package io.firn.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** How a query's result is printed; values are complete, nested ones are JSON. */
enum ResultFormat {
  /** Aligned, for people; line ends inside of values are escaped. */
  TABLE {
    @Override
    void print(Dataset<Row> result, PrintWriter out) {
      TextTable table = new TextTable(result.columns());
      texts(result).forEachRemaining(row -> table.add(cells(row)));
      table.print(out);
    }
  },

  /** One object a line, nulls included. */
  JSON {
    @Override
    void print(Dataset<Row> result, PrintWriter out) {
      printLines(objects(result), row -> row.getString(0), "\n", out);
    }
  },

  /** RFC 4180 with a header; null is nothing, the empty string is quoted. */
  CSV {
    @Override
    void print(Dataset<Row> result, PrintWriter out) {
      List<String> header = Arrays.asList(result.columns());
      printLines(List.of(header).iterator(), ResultFormat::csv, "\r\n", out);
      printLines(texts(result), row -> csv(cells(row)), "\r\n", out);
    }
  };

  private static final Pattern QUOTED = Pattern.compile("[\",\r\n]|^$|^\\s|\\s$");
  private static final Map<String, String> WITH_NULLS = Map.of("ignoreNullFields", "false");
  private static final int LINES_PER_CHECK = 1000;

  /** Prints the result; that of a statement without columns is nothing. */
  void printAll(Dataset<Row> result, PrintWriter out) {
    if (result.columns().length > 0) {
      print(result, out);
    }
  }

  abstract void print(Dataset<Row> result, PrintWriter out);

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static <T> void printLines(
      Iterator<T> rows, Function<T, String> text, String end, PrintWriter out) {
    long lines = 0;
    while (rows.hasNext()) {
      out.print(text.apply(rows.next()));
      out.print(end);
      if (++lines % LINES_PER_CHECK == 0 && out.checkError()) {
        throw new UncheckedIOException(
            new IOException("Cannot write the result: the output was closed"));
      }
    }
  }

  /** Each row as JSON; {@code Dataset.toJSON} would leave out nulls. */
  private static Iterator<Row> objects(Dataset<Row> result) {
    String[] names = result.columns();
    Column[] columns = new Column[names.length];
    for (int i = 0; i < names.length; i++) {
      columns[i] = col("c" + i).as(names[i]);
    }
    return numbered(result).select(to_json(struct(columns), WITH_NULLS)).toLocalIterator();
  }

  /** Columns named by position, since a query's own names may repeat. */
  private static Dataset<Row> numbered(Dataset<Row> result) {
    String[] names = new String[result.columns().length];
    Arrays.setAll(names, i -> "c" + i);
    return result.toDF(names);
  }

  /** Each row with all columns as strings. */
  private static Iterator<Row> texts(Dataset<Row> result) {
    StructField[] fields = result.schema().fields();
    Column[] columns = new Column[fields.length];
    Arrays.setAll(columns, i -> text(col("c" + i), fields[i].dataType()));
    return numbered(result).select(columns).toLocalIterator();
  }

  private static Column text(Column column, DataType type) {
    boolean nested =
        type instanceof StructType || type instanceof ArrayType || type instanceof MapType;
    return nested ? to_json(column, WITH_NULLS) : column.cast("string");
  }

  private static List<@Nullable String> cells(Row row) {
    List<@Nullable String> cells = new ArrayList<>();
    for (int i = 0; i < row.length(); i++) {
      cells.add(row.getString(i));
    }
    return cells;
  }

  private static String csv(List<? extends @Nullable String> cells) {
    return cells.stream().map(ResultFormat::csvCell).collect(Collectors.joining(","));
  }

  private static String csvCell(@Nullable String cell) {
    if (cell == null) {
      return "";
    }
    return QUOTED.matcher(cell).find() ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }
}
