package io.firn.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.firn.ledger.Resolution.Part;
import io.firn.ledger.Resolution.Word;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/**
 * What a person's word did.
 *
 * @param summary the last line
 */
record ResolutionReport(List<Part> parts, String summary) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static String word(Word word) {
    return "resolved as " + word.name().toLowerCase(Locale.ROOT);
  }

  void print(PrintWriter out, boolean json) {
    if (json) {
      ArrayNode array = JSON.createArrayNode();
      for (Part part : parts) {
        array
            .addObject()
            .put("batch", part.batch().id())
            .put("table", part.table().toString())
            .put("end", part.end().name().toLowerCase(Locale.ROOT));
      }
      out.println(JSON.createObjectNode().set("parts", array).toString());
    } else {
      parts.forEach(part -> out.println(sentence(part)));
      out.println(summary);
    }
  }

  private static String sentence(Part part) {
    String what =
        switch (part.end()) {
          case PUBLISHED -> "its events are in the table";
          case ACCEPTED -> "its events are not in the table, and count as ingested";
          case FREED -> "its objects are free: the next run ingests them";
        };
    return part.batch() + " in " + part.table() + ": " + what;
  }
}
