package io.firn.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.BatchId;
import io.firn.cli.IngestOutput.Tense;
import io.firn.ingest.EventCounts;
import io.firn.ingest.IngestResult;
import io.firn.ingest.IngestResult.InputFailure;
import io.firn.ingest.RefusedObject;
import io.firn.ingest.RefusedObject.Kind;
import io.firn.ingest.TableResult;
import io.firn.ledger.LostTables.Lost;
import io.firn.ledger.Recovered;
import io.firn.schema.BoundReached;
import java.util.Locale;

/** What an ingest run, or the preview of one, is to programs. */
final class IngestJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final IngestResult result;
  private final Tense tense;
  private final double seconds;

  /**
   * @param seconds that the run took
   */
  IngestJson(IngestResult result, Tense tense, double seconds) {
    this.result = result;
    this.tense = tense;
    this.seconds = seconds;
  }

  /** One object. */
  ObjectNode node() {
    ObjectNode root =
        JSON.createObjectNode()
            .put("preview", tense != Tense.DONE)
            .put("exit_code", ExitCode.of(result).code());
    result.batches().forEach(root.putArray("batches")::add);
    root.put("objects", result.objects()).put("windows", result.windows());
    addCounts(root, result.counts());
    root.put("present", result.found().present())
        .put("ignored", result.found().ignored())
        .put("quarantined", result.refused(Kind.QUARANTINED))
        .put("quarantined_before", result.found().quarantined())
        .put("held", result.found().held())
        .put("left", result.found().left())
        .put("listed_all", result.found().isWhole())
        .put("control_messages", result.reading().controlMessages())
        .put("bytes_read", result.reading().bytesRead())
        .put("bytes_inflated", result.reading().bytesInflated())
        .put("bytes_written", result.bytesWritten())
        .put("tasks", result.reading().tasks())
        .put("reruns", result.reading().reruns())
        .put("seconds", seconds);
    ObjectNode phases = root.putObject("seconds_by_phase");
    result.spent().forEach((phase, spent) -> phases.put(phase.spelling(), spent.toMillis() / 1e3));
    ArrayNode tables = root.putArray("tables");
    result.tables().forEach(table -> addTable(tables.addObject(), table));
    addRefused(root.putArray("refused"));
    addFailures(root.putArray("failed_inputs"));
    addRecovered(root.putArray("recovered"));
    addLost(root.putArray("lost"));
    root.put("error", result.problem().map(IngestJson::message).orElse(null));
    return root;
  }

  private static void addCounts(ObjectNode node, EventCounts counts) {
    node.put("events", counts.events())
        .put("filtered", counts.filtered())
        .put("bad_records", counts.badRecords())
        .put("rescued", counts.rescued())
        .put("unparsed", counts.unparsed())
        .put("without_text", counts.withheld())
        .put("values_dropped", counts.valuesDropped())
        .put("values_masked", counts.valuesMasked())
        .put("duplicates", counts.duplicates());
  }

  private void addTable(ObjectNode node, TableResult table) {
    node.put("table", table.table().toString())
        .put("created", table.created())
        .put("snapshot", table.snapshotId())
        .put("objects", table.objects())
        .put("windows", table.windows());
    addCounts(node, table.counts());
    node.put("files", table.files()).put("bytes_written", table.bytesWritten());
    table.columns().added().forEach(node.putArray("columns_added")::add);
    table.columns().variants().forEach(node.putArray("variants_added")::add);
    ArrayNode bounds = node.putArray("bounds_reached");
    for (BoundReached reached : table.columns().reached()) {
      bounds
          .addObject()
          .put("path", reached.path())
          .put("bound", reached.bound().spelling())
          .put("instead", reached.instead().spelling());
    }
    if (tense == Tense.PREVIEW_OF_SCHEMAS) {
      new DecidedColumns(table).addTo(node.putArray("columns"));
    }
    node.put("error", table.problem().map(IngestJson::message).orElse(null));
  }

  private void addRefused(ArrayNode refused) {
    for (RefusedObject object : result.refused()) {
      refused
          .addObject()
          .put("object", object.object().uri())
          .put("table", object.table().toString())
          .put("kind", object.kind().spelling())
          .put("reason", object.reason());
    }
  }

  private void addFailures(ArrayNode failures) {
    for (InputFailure failure : result.found().failures()) {
      failures.addObject().put("input", failure.input()).put("error", message(failure.failure()));
    }
  }

  private void addRecovered(ArrayNode recovered) {
    for (Recovered batch : result.recovered()) {
      recovered
          .addObject()
          .put("batch", batch.batch().id())
          .put("outcome", batch.outcome().name().toLowerCase(Locale.ROOT))
          .put("message", batch.message());
    }
  }

  private void addLost(ArrayNode lost) {
    for (Lost objects : result.found().lost()) {
      ObjectNode node =
          lost.addObject()
              .put("table", objects.table().toString())
              .put("why", objects.why().spelling())
              .put("objects", objects.objects())
              .put("message", objects.message());
      ArrayNode batches = node.putArray("batches");
      objects.batches().stream().map(BatchId::id).sorted().forEach(batches::add);
    }
  }

  /** What a program reads of a run that failed. */
  static ObjectNode failure(Throwable failure) {
    return JSON.createObjectNode()
        .put("exit_code", ExitCode.of(failure).code())
        .put("error", message(failure));
  }

  private static String message(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
