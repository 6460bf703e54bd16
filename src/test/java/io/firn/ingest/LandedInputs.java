package io.firn.ingest;

import io.firn.TableName;
import io.firn.ingest.BadInput.Accepted;
import io.firn.ingest.BadInput.Event;
import io.firn.ingest.BadInput.Form;
import io.firn.ingest.BadInput.Quarantined;
import io.firn.landing.InputObject;
import io.firn.landing.PrefixListing;
import io.firn.ledger.Candidate;
import io.firn.ledger.LedgerState;
import io.firn.ledger.QuarantinedObject;
import io.firn.quarantine.BadRecord;
import io.firn.quarantine.QuarantineTable;
import io.firn.schema.ColumnMapping;
import io.firn.schema.ColumnType.Struct;
import io.firn.testing.EventRebuilder;
import io.firn.testing.StoredRow;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;

/** Inputs in a landing zone, and what tables, ledger and quarantine say of each in the end. */
final class LandedInputs {
  private static final int ALL = 10_000;

  private final IngestHarness harness;
  private final Map<String, String> uris = new HashMap<>();
  private final Set<String> ingested = new HashSet<>();
  private Map<String, List<Record>> rows = Map.of();
  private Map<String, List<QuarantinedObject>> quarantined = Map.of();
  private Map<String, List<BadRecord>> badRecords = Map.of();
  private Struct payload = Struct.EMPTY;

  LandedInputs(IngestHarness harness) {
    this.harness = harness;
  }

  /** Writes an object whose key sorts as it landed. */
  void land(BadInput input) throws IOException {
    String stream = String.format("%03d-%s", uris.size(), input.name().replaceAll("\\W+", "-"));
    String uri = "file://" + harness.object(stream, input.object()).toRealPath();
    if (uris.put(input.name(), uri) != null) {
      throw new IllegalArgumentException("Two inputs are named " + input.name());
    }
  }

  /** Reads what became of all that landed. */
  void read(String table) throws IOException {
    rows =
        harness.rows(table).stream()
            .sorted(Comparator.comparing(row -> (Long) row.getField("log_position")))
            .collect(Collectors.groupingBy(row -> (String) row.getField("log_object")));
    quarantined =
        harness.ledger().quarantinedObjects().stream()
            .collect(Collectors.groupingBy(object -> object.object().uri()));
    badRecords =
        QuarantineTable.open(harness.catalog).read(ALL).stream()
            .map(stored -> stored.record())
            .collect(Collectors.groupingBy(BadRecord::object));
    Table loaded = harness.table(table);
    payload = ColumnMapping.read(loaded.schema(), loaded.properties().get(ColumnMapping.PROPERTY));
    readLedger(TableName.parse(table));
  }

  private void readLedger(TableName table) throws IOException {
    List<InputObject> objects =
        new PrefixListing(new Configuration(false))
            .open(harness.landing.toString())
            .next(Integer.MAX_VALUE)
            .objects();
    LedgerState state =
        harness
            .ledger()
            .read(objects.stream().map(object -> new Candidate(table, object.identity())).toList());
    objects.stream()
        .filter(object -> state.ingested(table, object.identity()).isPresent())
        .forEach(object -> ingested.add(object.identity().uri()));
  }

  long rowCount() {
    return rows.values().stream().mapToLong(List::size).sum();
  }

  long rescuedRows() {
    return rows.values().stream()
        .flatMap(List::stream)
        .filter(row -> row.getField("log_rescued") != null)
        .count();
  }

  long badRecordCount() {
    return badRecords.values().stream().mapToLong(List::size).sum();
  }

  /** Why the ledger says that the object waits. */
  String quarantineReason(String uri) {
    return quarantined.get(uri).get(0).reason();
  }

  /** The row of an input's event, from 1. */
  Record row(String input, int event) {
    return rows.get(uris.get(input)).get(event - 1);
  }

  /** What is not as the input wants it. */
  Optional<String> difference(BadInput input) {
    String uri = uris.get(input.name());
    if (input.outcome() instanceof Accepted wanted) {
      return quarantined.containsKey(uri)
          ? Optional.of("quarantined: " + quarantineReason(uri))
          : notAccepted(wanted, uri);
    }
    return notQuarantined((Quarantined) input.outcome(), uri);
  }

  private Optional<String> notQuarantined(Quarantined wanted, String uri) {
    List<QuarantinedObject> found = quarantined.getOrDefault(uri, List.of());
    if (found.size() != 1 || ingested.contains(uri)) {
      return Optional.of("quarantined " + found.size() + " times");
    }
    if (rows.containsKey(uri) || badRecords.containsKey(uri)) {
      return Optional.of("rows or bad records of a quarantined object");
    }
    String reason = found.get(0).reason();
    long good = found.get(0).work().events();
    return wanted.reason().matcher(reason).find()
            && good >= wanted.good()
            && good <= wanted.mostGood()
        ? Optional.empty()
        : Optional.of(good + " good events and reason '" + reason + "', not " + wanted);
  }

  private Optional<String> notAccepted(Accepted wanted, String uri) {
    List<Record> found = rows.getOrDefault(uri, List.of());
    if (!ingested.contains(uri)) {
      return Optional.of("not ingested");
    }
    if (found.size() != wanted.events().size()) {
      return Optional.of(found.size() + " events, not " + wanted.events().size());
    }
    for (int i = 0; i < found.size(); i++) {
      Optional<String> difference = difference(found.get(i), i + 1, wanted.events().get(i));
      if (difference.isPresent()) {
        return difference.map("event %d: ".formatted(i + 1)::concat);
      }
    }
    return badRecordDiffers(wanted, badRecords.getOrDefault(uri, List.of()));
  }

  private Optional<String> difference(Record row, long position, Event wanted) {
    Object at = LocalDateTime.parse(wanted.stamp().replace("Z", ""));
    if (!row.getField("log_position").equals(position) || !row.getField("log_time").equals(at)) {
      return Optional.of(row.getField("log_position") + " of " + row.getField("log_time"));
    }
    boolean text = row.getField("log_message") != null;
    if (text != (wanted.form() == Form.TEXT)) {
      return Optional.of(text ? "stored as text" : "stored as JSON");
    }
    return new EventRebuilder(payload).difference(StoredRow.of(row, payload), wanted.message());
  }

  private static Optional<String> badRecordDiffers(Accepted wanted, List<BadRecord> found) {
    if (wanted.badLength() == 0) {
      return found.isEmpty() ? Optional.empty() : Optional.of("a bad record: " + found);
    }
    boolean same =
        found.size() == 1
            && found.get(0).position() == 0
            && found.get(0).reason().startsWith(wanted.badLength() + " bytes come before")
            && Arrays.equals(found.get(0).bytes(), wanted.badRecord());
    return same ? Optional.empty() : Optional.of("bad records " + found);
  }
}
