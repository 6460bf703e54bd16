package io.firn.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.ledger.BatchRecord;
import io.firn.ledger.LedgerEvent;
import io.firn.ledger.LedgerRow;
import io.firn.ledger.Work;
import io.firn.ledger.WrittenRow;
import io.firn.state.LeaseInfo;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One batch of the ledger, for people and programs.
 *
 * @param inputs those of the record
 */
record BatchReport(BatchRecord record, List<LedgerRow> inputs, Optional<LeaseInfo> lease) {
  static final String[] HEADER = {
    "batch", "state", "since", "tables", "inputs", "events", "quarantined", "held until"
  };
  static final String[] INPUT_HEADER = {"input", "table", "state", "events", "reason"};

  static BatchReport of(BatchRecord record, Optional<LeaseInfo> lease) {
    return new BatchReport(record, record.inputs(), lease);
  }

  /** A cell for each of the header. */
  List<@Nullable String> line() {
    List<@Nullable String> cells = new ArrayList<>();
    cells.add(record.batch().id());
    cells.add(state());
    cells.add(since().toString());
    cells.add(String.join(", ", tables()));
    cells.add(String.valueOf(inputs.size()));
    cells.add(String.valueOf(events()));
    cells.add(String.valueOf(quarantined()));
    cells.add(live().map(one -> one.until().toString()).orElse(""));
    return cells;
  }

  /** A line each. */
  List<String> details() {
    List<String> lines = new ArrayList<>();
    lines.add("batch      " + record.batch());
    lines.add("state      " + state() + " since " + since());
    record.rows().stream()
        .map(row -> "written    " + row.at() + " " + word(row.row()) + " by " + row.run())
        .distinct()
        .sorted()
        .forEach(lines::add);
    live().ifPresent(one -> lines.add("lease      until " + one.until() + ", " + one.holder()));
    record.reopened().forEach(table -> lines.add("reopened   for " + table));
    record.accepted().forEach(table -> lines.add("accepted   without " + table));
    return lines;
  }

  List<List<@Nullable String>> inputLines() {
    List<List<@Nullable String>> lines = new ArrayList<>();
    for (LedgerRow input : inputs) {
      List<@Nullable String> cells = new ArrayList<>();
      cells.add(name(input));
      cells.add(input.table().name().toString());
      cells.add(word(input));
      Work work = input.work();
      cells.add(work == null ? "" : String.valueOf(work.events()));
      cells.add(input.reason());
      lines.add(cells);
    }
    return lines;
  }

  void addTo(ObjectNode node) {
    node.put("batch", record.batch().id())
        .put("state", state())
        .put("since", since().toString())
        .put("inputs", inputs.size())
        .put("events", events())
        .put("quarantined", quarantined());
    tables().forEach(node.putArray("tables")::add);
    record.reopened().forEach(table -> node.withArray("reopened").add(table.toString()));
    record.accepted().forEach(table -> node.withArray("accepted").add(table.toString()));
    live()
        .ifPresent(
            one ->
                node.putObject("lease")
                    .put("until", one.until().toString())
                    .put("holder", one.holder().toString()));
  }

  void addInputs(ArrayNode array) {
    for (LedgerRow row : inputs) {
      ObjectNode node =
          array
              .addObject()
              .put("input", name(row))
              .put("table", row.table().name().toString())
              .put("state", word(row))
              .put("reason", row.reason());
      Work work = row.work();
      if (work != null) {
        node.put("events", work.events())
            .put("bad_records", work.badRecords())
            .put("rescued", work.rescued())
            .put("bytes_in", work.bytesIn());
      }
    }
  }

  private static String name(LedgerRow row) {
    return row.object() == null ? row.window() + " of " + group(row) : row.object().uri();
  }

  private static String group(LedgerRow row) {
    return row.source() == null ? "?" : row.source().group().name();
  }

  private String state() {
    return record.state().map(event -> event.name().toLowerCase(Locale.ROOT)).orElse("unknown");
  }

  private static String word(LedgerRow row) {
    return row.event().name().toLowerCase(Locale.ROOT);
  }

  private Instant since() {
    return record.rows().stream()
        .map(WrittenRow::at)
        .max(Comparator.naturalOrder())
        .orElse(record.batch().time());
  }

  private List<String> tables() {
    return inputs.stream()
        .map(input -> input.table().name().toString())
        .distinct()
        .sorted()
        .collect(Collectors.toList());
  }

  private long events() {
    return inputs.stream()
        .filter(row -> row.event() == LedgerEvent.INGESTED)
        .map(LedgerRow::work)
        .mapToLong(work -> work == null ? 0 : work.events())
        .sum();
  }

  private long quarantined() {
    return inputs.stream().filter(input -> input.event() == LedgerEvent.QUARANTINED).count();
  }

  private Optional<LeaseInfo> live() {
    return lease.filter(one -> one.isLive(Clock.systemUTC().instant()));
  }
}
