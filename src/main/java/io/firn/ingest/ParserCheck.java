package io.firn.ingest;

import io.firn.TableName;
import io.firn.parse.ParserChoice;
import io.firn.table.TableParser;
import org.apache.iceberg.Table;

/** Whether a route's parser is the one that a table's columns come from. */
final class ParserCheck {
  private ParserCheck() {}

  /**
   * Refuses a route that says another parser than the table, and a version that is not known.
   *
   * @throws RefusedTableException with the command that would change the table
   */
  static void check(TableName name, Table table, ParserChoice parser) {
    TableParser made = TableParser.of(table);
    if (!made.name().equals(parser.spelling())) {
      throw new RefusedTableException(
          "Cannot ingest into "
              + table.name()
              + ": its parser is "
              + made.name()
              + " and its route says "
              + parser.spelling()
              + " (columns would change their meaning: choose another table, or change this one by "
              + change(name, parser)
              + ")");
    }
    if (made.version() > ParserChoice.NEWEST_VERSION) {
      throw new RefusedTableException(
          "Cannot ingest into "
              + table.name()
              + ": its parser has version "
              + made.version()
              + " and this firn knows none above "
              + ParserChoice.NEWEST_VERSION
              + " (use a newer firn, or "
              + change(name, parser)
              + ")");
    }
  }

  private static String change(TableName name, ParserChoice parser) {
    return "firn schema parser " + name + " --set " + parser.spelling();
  }

  /**
   * Refuses a table that somebody else has made meanwhile, if messages were read otherwise for it.
   *
   * @throws RefusedTableException if its parser has another version
   */
  static void checkVersion(TableName name, Table table, ParserChoice parser) {
    int version = TableParser.of(table).version();
    if (version != parser.version()) {
      throw new RefusedTableException(
          "Cannot ingest into "
              + name
              + ": another run has just made it, with version "
              + version
              + " of its parser (run again)");
    }
  }
}
