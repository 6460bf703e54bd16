package io.firn.cli;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.Amounts;
import io.firn.ingest.EventCounts;
import io.firn.ingest.IngestResult;
import io.firn.ingest.RefusedObject;
import io.firn.ingest.RefusedObject.Kind;
import io.firn.ingest.TableResult;
import io.firn.schema.BoundReached;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What an ingest run, or the preview of one, prints: to people. */
final class IngestOutput {
  private static final int NAMED = 20;
  private static final int LONG_PATH = 100;

  private final IngestResult result;
  private final Tense tense;
  private final double seconds;

  /** Whether it happened. */
  enum Tense {
    DONE("Ingested", "Nothing ingested"),
    PREVIEW("Would ingest", "Nothing to ingest"),
    /** As PREVIEW, with all columns of the tables. */
    PREVIEW_OF_SCHEMAS("Would ingest", "Nothing to ingest");

    private final String verb;
    private final String nothing;

    Tense(String verb, String nothing) {
      this.verb = verb;
      this.nothing = nothing;
    }
  }

  IngestOutput(IngestResult result, Tense tense, Duration elapsed) {
    this.result = result;
    this.tense = tense;
    this.seconds = elapsed.toMillis() / 1e3;
  }

  /** What a person must know beside the summary, a line each. */
  List<String> notices() {
    List<String> notices = new ArrayList<>();
    result.recovered().forEach(batch -> notices.add(batch.message()));
    result.found().lost().forEach(lost -> notices.add(lost.message()));
    notices.addAll(result.found().problems());
    result.refused().stream().limit(NAMED).map(IngestOutput::notice).forEach(notices::add);
    if (result.refused().size() > NAMED) {
      notices.add(
          "and "
              + (result.refused().size() - NAMED)
              + " objects more (firn quarantine list, or --json)");
    }
    result.tables().forEach(table -> notices.addAll(bounds(table)));
    return notices;
  }

  /** A line for each kind of bound that kept values out of columns of their own. */
  private static List<String> bounds(TableResult table) {
    Map<String, List<String>> paths = new TreeMap<>();
    for (BoundReached reached : table.columns().reached()) {
      String how = reached.bound().spelling() + ": " + instead(reached.instead());
      paths.computeIfAbsent(how, k -> new ArrayList<>()).add(reached.path());
    }
    List<String> lines = new ArrayList<>();
    paths.forEach((how, keys) -> lines.add("Table " + table.table() + " at " + how + named(keys)));
    return lines;
  }

  private static String instead(BoundReached.Instead instead) {
    return switch (instead) {
      case JSON -> "JSON text for ";
      case MAP -> "a map for ";
      case RESCUED -> "log_rescued for ";
    };
  }

  private static String named(List<String> keys) {
    String names = keys.stream().limit(NAMED).map(IngestOutput::cut).collect(joining(", "));
    int more = keys.size() - NAMED;
    return Amounts.count(keys.size(), "key")
        + ": "
        + names
        + (more > 0 ? ", and " + more + " more" : "");
  }

  private static String cut(String path) {
    return path.length() > LONG_PATH ? path.substring(0, LONG_PATH) + "..." : path;
  }

  /** What ended the part of an input or a table. */
  List<Throwable> failures() {
    List<Throwable> failures = new ArrayList<>();
    result.problem().ifPresent(failures::add);
    result.found().failures().forEach(input -> failures.add(input.failure()));
    result.tables().forEach(table -> table.problem().ifPresent(failures::add));
    return failures;
  }

  private static String notice(RefusedObject refused) {
    String verb = refused.kind() == Kind.QUARANTINED ? "Quarantined " : "Cannot ingest ";
    return verb + refused.object() + ": " + refused.reason();
  }

  /** What a preview says of each table, a line each. */
  List<String> plans() {
    if (tense == Tense.DONE) {
      return List.of();
    }
    List<String> plans = new ArrayList<>();
    for (TableResult table : result.tables()) {
      if (table.problem().isEmpty()) {
        plans.add(
            (table.created() ? "Would create " : "Would append to ")
                + table.table()
                + ": "
                + Amounts.count(table.objects(), "object")
                + ", "
                + Amounts.count(table.counts().events(), "event"));
        plans.addAll(
            tense == Tense.PREVIEW
                ? newColumns(table.columns())
                : new DecidedColumns(table).lines());
      }
    }
    return plans;
  }

  private static List<String> newColumns(TableResult.Columns columns) {
    List<String> lines = new ArrayList<>();
    columns.added().forEach(column -> lines.add("  new column " + column));
    columns.variants().forEach(column -> lines.add("  new variant " + column));
    return lines;
  }

  String summary() {
    return String.format(
        Locale.ROOT,
        "%s in %.1f s; %s already there, %d ignored, %d quarantined, %d refused%s",
        result.objects() == 0 ? tense.nothing : tense.verb + " " + work(),
        seconds,
        Amounts.count(result.found().present(), "object"),
        result.found().ignored(),
        result.refused(Kind.QUARANTINED) + result.found().quarantined(),
        result.worthRetrying()
            + result.refused(Kind.OVERWRITTEN)
            + result.refused(Kind.OVERLAPPING)
            + result.refused(Kind.UNROUTED),
        elsewhere());
  }

  /** Objects that are left to others, as far as there are any. */
  private String elsewhere() {
    IngestResult.Found found = result.found();
    StringBuilder text = new StringBuilder();
    if (found.held() > 0) {
      text.append(", ").append(found.held()).append(" held by other batches");
    }
    if (found.left() > 0) {
      text.append(", ").append(found.left()).append(" left");
    }
    if (!found.isWhole()) {
      text.append(", and more that was not listed");
    }
    return text.toString();
  }

  private String work() {
    long columns = result.tables().stream().mapToLong(IngestOutput::countOfNew).sum();
    return String.format(
        Locale.ROOT,
        "%s%s, %s into %s (%s%s read, %s inflated; %s, %s; %s added%s)",
        Amounts.count(result.objects(), "object"),
        result.windows() == 0 ? "" : " of " + Amounts.count(result.windows(), "window"),
        Amounts.count(result.counts().events(), "event"),
        tables(),
        result.batches().size() > 1
            ? Amounts.count(result.batches().size(), "batch", "es") + ", "
            : "",
        megabytes(result.reading().bytesRead()),
        megabytes(result.reading().bytesInflated()),
        Amounts.count(result.reading().tasks(), "task"),
        Amounts.count(result.reading().reruns(), "rerun"),
        Amounts.count(columns, "column"),
        losses());
  }

  private static long countOfNew(TableResult table) {
    return (long) table.columns().added().size() + table.columns().variants().size();
  }

  private String tables() {
    List<TableResult> filled =
        result.tables().stream().filter(table -> table.objects() > 0).toList();
    return filled.size() == 1 ? filled.get(0).table().toString() : filled.size() + " tables";
  }

  /** What did not become a plain row, as far as there is any. */
  private String losses() {
    EventCounts counts = result.counts();
    StringBuilder text = new StringBuilder();
    append(text, counts.filtered(), "filtered");
    append(text, counts.badRecords(), "bad");
    append(text, counts.rescued(), "rescued");
    append(text, counts.unparsed(), "unparsed");
    append(text, counts.withheld(), "without text");
    append(text, counts.duplicates(), "duplicates");
    return text.toString();
  }

  private static void append(StringBuilder text, long count, String what) {
    if (count > 0) {
      text.append("; ").append(count).append(' ').append(what);
    }
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }

  /** What a program reads. */
  ObjectNode json() {
    return new IngestJson(result, tense, seconds).node();
  }
}
