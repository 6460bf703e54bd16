package io.firn.table;

import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;

/**
 * Which parser a table's messages went through: columns mean what it makes of them.
 *
 * @param version {@link Integer#MAX_VALUE} where the property is none that firn writes
 */
public record TableParser(String name, int version) {
  /** Tables of the first days name no parser. */
  private static final String FIRST = "auto";

  /** As the table's properties say. */
  public static TableParser of(Table table) {
    Map<String, String> properties = table.properties();
    String version = properties.getOrDefault(LogTables.PARSER_VERSION, "1");
    return new TableParser(
        properties.getOrDefault(LogTables.PARSER, FIRST),
        version.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(version) : Integer.MAX_VALUE);
  }

  /** The table properties that say it. */
  public Map<String, String> properties() {
    return Map.of(LogTables.PARSER, name, LogTables.PARSER_VERSION, Integer.toString(version));
  }

  /**
   * Makes it the table's; batches that are under way go on as they began.
   *
   * @return what it was before
   */
  public TableParser setOn(Table table) {
    TableParser before = of(table);
    new CommitLoop(table).make(new Change(this));
    return before;
  }

  private record Change(TableParser parser) implements CommitLoop.Step<TableParser> {
    @Override
    public Optional<TableParser> seen(Table now) {
      return Optional.of(of(now)).filter(parser::equals);
    }

    @Override
    public TableParser change(Transaction transaction) {
      var properties = transaction.updateProperties();
      parser.properties().forEach(properties::set);
      properties.commit();
      return parser;
    }
  }
}
