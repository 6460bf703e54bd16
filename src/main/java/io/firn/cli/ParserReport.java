package io.firn.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.TableName;
import io.firn.table.TableParser;

/** A table's parser, and the one that it had before. */
record ParserReport(TableName table, TableParser before, TableParser now) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** For people, one line. */
  String text() {
    return now.equals(before)
        ? table + " has parser " + spelled(now)
        : table
            + " has parser "
            + spelled(now)
            + " from now on; it was "
            + spelled(before)
            + " (say parser: "
            + now.name()
            + " in its route)";
  }

  private static String spelled(TableParser parser) {
    return parser.name() + ", version " + parser.version();
  }

  /** One line. */
  String toJson() {
    ObjectNode root =
        JSON.createObjectNode()
            .put("table", table.toString())
            .put("parser", now.name())
            .put("parser_version", now.version())
            .put("changed", !now.equals(before));
    root.putObject("before").put("parser", before.name()).put("parser_version", before.version());
    return root.toString();
  }
}
