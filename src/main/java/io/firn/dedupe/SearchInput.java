package io.firn.dedupe;

import java.util.Objects;
import java.util.function.Consumer;
import org.apache.iceberg.Table;
import org.apache.spark.unsafe.types.UTF8String;

/** Reads the rows that a search compares; each is valid during the call only. */
final class SearchInput {
  private final DuplicateSearch search;
  private final SearchShipment shipment;
  private final SearchedTable searched;
  private final EventHash key = new EventHash();
  private final ObjectNames objects = new ObjectNames();

  SearchInput(DuplicateSearch search, SearchShipment shipment) {
    this.search = search;
    this.shipment = shipment;
    this.searched = shipment.table(search.table());
  }

  /** Takes an event of the batch. */
  interface Writer {
    void event(EventRow row, int object, long position);
  }

  /** The events of the batch that stay so far. */
  void written(Writer each) {
    NarrowScan scan = scan(searched.table(), "log_object", "log_position");
    EventRow row = new EventRow(search, scan, key);
    int objectAt = scan.position("log_object");
    int positionAt = scan.position("log_position");
    scan.written(
        search.files().written(),
        next -> {
          if (row.read(next)) {
            UTF8String uri = Objects.requireNonNull(row.text(objectAt), "log_object");
            int object = objects.number(uri);
            long position = row.number(positionAt);
            if (!searched.leftOut().contain(objects.name(object), position)) {
              each.event(row, object, position);
            }
          }
        });
  }

  /** The URI of an object by its number. */
  String object(int number) {
    return objects.name(number);
  }

  /** The events that the table has. */
  void existing(Consumer<EventRow> each) {
    NarrowScan scan = scan(searched.table());
    EventRow row = new EventRow(search, scan, key);
    scan.live(
        search.files().existing(),
        next -> {
          if (row.read(next)) {
            each.accept(row);
          }
        });
  }

  /** The events that were left out of the table before. */
  void remembered(Consumer<EventRow> each) {
    if (search.files().remembered().isEmpty()) {
      return;
    }
    NarrowScan scan = scan(shipment.requiredDuplicates(), "batch", "table_uuid");
    EventRow row = new EventRow(search, scan, key);
    int batchAt = scan.position("batch");
    int uuidAt = scan.position("table_uuid");
    UTF8String uuid = UTF8String.fromString(searched.table().uuid().toString());
    scan.live(
        search.files().remembered(),
        next -> {
          if (row.read(next)
              && uuid.equals(row.text(uuidAt))
              && !searched.forgotten().contains(String.valueOf(row.text(batchAt)))) {
            each.accept(row);
          }
        });
  }

  private NarrowScan scan(Table table, String... more) {
    return new NarrowScan(
        table, search.times().filter("log_time"), EventRow.columns(search.rule(), more));
  }
}
