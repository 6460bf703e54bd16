package io.firn.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.ingest.IngestResult;
import io.firn.ledger.Recovered;
import java.time.Duration;
import java.util.Locale;

/** What an ingest run prints: a line for people, or an object for programs. */
final class IngestOutput {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final IngestResult result;
  private final double seconds;

  IngestOutput(IngestResult result, Duration elapsed) {
    this.result = result;
    this.seconds = elapsed.toMillis() / 1e3;
  }

  String summary() {
    String what =
        result.objects() == 0 ? "Nothing ingested into " + result.table() : "Ingested " + work();
    return String.format(
        Locale.ROOT,
        "%s in %.1f s; %s already there, %d ignored, %d refused",
        what,
        seconds,
        plural(result.present(), "object"),
        result.ignored(),
        result.refused().size());
  }

  private String work() {
    return String.format(
        Locale.ROOT,
        "%s, %s into %s (%s read, %s inflated; %s, %s; %s added)",
        plural(result.objects(), "object"),
        plural(result.events(), "event"),
        result.table(),
        megabytes(result.bytesRead()),
        megabytes(result.bytesInflated()),
        plural(result.tasks(), "task"),
        plural(result.reruns(), "rerun"),
        plural(result.columnsAdded().size(), "column"));
  }

  private static String plural(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }

  /** One line. */
  String toJson() {
    ObjectNode root =
        JSON.createObjectNode()
            .put("table", result.table().toString())
            .put("batch", result.batch())
            .put("snapshot", result.snapshotId())
            .put("objects", result.objects())
            .put("events", result.events())
            .put("rescued", result.rescued())
            .put("present", result.present())
            .put("ignored", result.ignored())
            .put("bytes_read", result.bytesRead())
            .put("bytes_inflated", result.bytesInflated())
            .put("bytes_written", result.bytesWritten())
            .put("files", result.files())
            .put("tasks", result.tasks())
            .put("reruns", result.reruns())
            .put("seconds", seconds);
    result.columnsAdded().forEach(root.putArray("columns_added")::add);
    addRefused(root.putArray("refused"));
    addRecovered(root.putArray("recovered"));
    return root.toString();
  }

  private void addRefused(ArrayNode refused) {
    result
        .refused()
        .forEach(
            object ->
                refused
                    .addObject()
                    .put("object", object.object().uri())
                    .put("reason", object.reason()));
  }

  private void addRecovered(ArrayNode recovered) {
    for (Recovered batch : result.recovered()) {
      recovered
          .addObject()
          .put("batch", batch.batch().id())
          .put("outcome", batch.outcome().name().toLowerCase(Locale.ROOT));
    }
  }
}
