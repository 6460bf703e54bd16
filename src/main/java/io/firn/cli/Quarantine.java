package io.firn.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.cli.LakeOptions.Lake;
import io.firn.ledger.Ledger;
import io.firn.ledger.QuarantinedObject;
import io.firn.quarantine.QuarantineTable;
import io.firn.quarantine.QuarantinedRecord;
import io.firn.table.CatalogSettings;
import io.firn.table.Catalogs;
import io.firn.table.OpenCatalog;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.catalog.Catalog;

/**
 * What a lake could not take in.
 *
 * @param objects that wait in quarantine
 * @param badRecords that are in the table firn.quarantine
 */
record Quarantine(List<QuarantinedObject> objects, List<QuarantinedRecord> badRecords) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads it, of one object (by its URI) or of all.
   *
   * @param limit of bad records, the newest first
   */
  static Quarantine read(Lake lake, Optional<String> object, int limit) {
    CatalogSettings settings = lake.existing();
    try (OpenCatalog open = Catalogs.open(settings, new Configuration())) {
      Catalog catalog = open.catalog();
      List<QuarantinedObject> objects =
          Ledger.find(catalog, "quarantine", Clock.systemUTC())
              .map(Ledger::quarantinedObjects)
              .orElse(List.of());
      List<QuarantinedRecord> badRecords =
          QuarantineTable.find(catalog)
              .map(table -> records(table, object, limit))
              .orElse(List.of());
      return new Quarantine(
          objects.stream()
              .filter(waiting -> object.isEmpty() || object.get().equals(uri(waiting)))
              .toList(),
          badRecords);
    }
  }

  private static List<QuarantinedRecord> records(
      QuarantineTable table, Optional<String> object, int limit) {
    return object.map(uri -> table.read(uri, limit)).orElseGet(() -> table.read(limit));
  }

  static String uri(QuarantinedObject waiting) {
    return waiting.object().uri();
  }

  boolean isEmpty() {
    return objects.isEmpty() && badRecords.isEmpty();
  }

  /** A line each. */
  void printTable(PrintWriter out) {
    TextTable table =
        new TextTable(new String[] {"kind", "at", "object", "table", "good events", "reason"});
    for (QuarantinedObject waiting : objects) {
      table.add(
          List.of(
              waiting.isRecheck() ? "recheck" : "object",
              waiting.at().toString(),
              uri(waiting),
              waiting.table().toString(),
              String.valueOf(waiting.work().events()),
              waiting.reason()));
    }
    for (QuarantinedRecord kept : badRecords) {
      table.add(
          List.of(
              "record",
              kept.at().toString(),
              kept.record().object(),
              "",
              "",
              kept.record().reason()));
    }
    table.print(out);
  }

  /** Everything that is known, with the bad records' bytes. */
  void printDetails(PrintWriter out) {
    for (QuarantinedObject waiting : objects) {
      out.println((waiting.isRecheck() ? "recheck      " : "object       ") + uri(waiting));
      out.println("version      " + waiting.object().etag());
      out.println(
          "log group    "
              + waiting.from().map(source -> source.group().name()).orElse("of its events"));
      out.println("table        " + waiting.table());
      out.println("batch        " + waiting.batch() + ", " + waiting.at());
      out.println("reason       " + waiting.reason());
      if (!waiting.isRecheck()) {
        out.println(
            "good events  " + waiting.work().events() + " before the damage (retry --salvage)");
      }
      out.println();
    }
    for (QuarantinedRecord kept : badRecords) {
      byte[] bytes = kept.record().bytes();
      out.println("bad record   after event " + kept.record().position());
      out.println("of object    " + kept.record().object());
      out.println("batch        " + kept.batch() + ", " + kept.at());
      out.println("reason       " + kept.record().reason());
      out.println(
          bytes == null
              ? "bytes        not kept: its route drops or masks values"
              : "bytes        " + printable(bytes));
      out.println();
    }
  }

  /** As text without control characters. */
  private static String printable(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    new String(bytes, StandardCharsets.UTF_8)
        .codePoints()
        .forEach(
            point -> {
              if (point == '\n') {
                text.append("\\n");
              } else if (Character.isISOControl(point)) {
                text.append(String.format("\\u%04x", point));
              } else {
                text.appendCodePoint(point);
              }
            });
    return text.toString();
  }

  /** One object; bytes are base64. */
  String toJson() {
    ObjectNode root = JSON.createObjectNode();
    var listed = root.putArray("objects");
    for (QuarantinedObject waiting : objects) {
      listed
          .addObject()
          .put("object", uri(waiting))
          .put("recheck", waiting.isRecheck())
          .put("version", waiting.object().etag())
          .put("log_group", waiting.from().map(source -> source.group().name()).orElse(null))
          .put("table", waiting.table().toString())
          .put("batch", waiting.batch().id())
          .put("at", waiting.at().toString())
          .put("good_events", waiting.work().events())
          .put("reason", waiting.reason());
    }
    var records = root.putArray("bad_records");
    for (QuarantinedRecord kept : badRecords) {
      byte[] bytes = kept.record().bytes();
      records
          .addObject()
          .put("object", kept.record().object())
          .put("position", kept.record().position())
          .put("batch", kept.batch().id())
          .put("at", kept.at().toString())
          .put("reason", kept.record().reason())
          .put("bytes", bytes == null ? null : Base64.getEncoder().encodeToString(bytes));
    }
    return root.toString();
  }
}
