package io.firn.dedupe;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Of events with one id, those that do not stay: all if the table has it, else all but the first
 * one by object and position. Events without an id stay.
 */
final class IdSearch {
  private final DuplicateSearch search;
  private final Table table;
  private final EventHash hash = new EventHash();
  private final HashedKeys keys = new HashedKeys();
  private final ObjectNames objects = new ObjectNames();
  private final EventPositions found = new EventPositions();

  /** By key, the event that stays so far. */
  private int[] object = new int[1 << 10];

  private long[] position = new long[1 << 10];

  IdSearch(DuplicateSearch search, Table table) {
    this.search = search;
    this.table = table;
  }

  EventPositions run() {
    readWritten();
    if (keys.size() > 0) {
      readExisting();
    }
    return found;
  }

  private void readWritten() {
    NarrowScan scan =
        new NarrowScan(
            table,
            search.times().filter("log_time"),
            List.of("log_time", "log_account", "log_id", "log_object", "log_position"));
    IdColumns columns = new IdColumns(scan);
    int objectAt = scan.position("log_object");
    int positionAt = scan.position("log_position");
    scan.written(
        search.written(),
        row -> {
          if (columns.read(row)) {
            add(objects.number(row.getUTF8String(objectAt)), row.getLong(positionAt));
          }
        });
  }

  private void readExisting() {
    BitSet taken = new BitSet(keys.size());
    NarrowScan scan =
        new NarrowScan(
            table, search.times().filter("log_time"), List.of("log_time", "log_account", "log_id"));
    IdColumns columns = new IdColumns(scan);
    scan.live(
        search.existing(),
        row -> {
          if (columns.read(row)) {
            int key = keys.find(hash.first(), hash.second());
            if (key != HashedKeys.NONE && !taken.get(key)) {
              taken.set(key);
              found.add(objects.name(object[key]), position[key]);
            }
          }
        });
  }

  /** Another event of the key in the hash. */
  private void add(int inObject, long at) {
    int before = keys.size();
    int key = keys.add(hash.first(), hash.second());
    if (key == before) {
      makeRoom(key);
      object[key] = inObject;
      position[key] = at;
    } else if (isBefore(inObject, at, key)) {
      found.add(objects.name(object[key]), position[key]);
      object[key] = inObject;
      position[key] = at;
    } else {
      found.add(objects.name(inObject), at);
    }
  }

  private boolean isBefore(int inObject, long at, int key) {
    int order = objects.name(inObject).compareTo(objects.name(object[key]));
    return order < 0 || (order == 0 && at < position[key]);
  }

  private void makeRoom(int key) {
    if (key == object.length) {
      object = Arrays.copyOf(object, 2 * key);
      position = Arrays.copyOf(position, 2 * key);
    }
  }

  /** Hashes ids of a scan's rows. */
  private final class IdColumns {
    private final int timeAt;
    private final int accountAt;
    private final int idAt;

    IdColumns(NarrowScan scan) {
      this.timeAt = scan.position("log_time");
      this.accountAt = scan.position("log_account");
      this.idAt = scan.position("log_id");
    }

    /** False if the row is none of the search's. */
    boolean read(InternalRow row) {
      if (row.isNullAt(idAt)
          || row.isNullAt(timeAt)
          || !search.times().holds(row.getLong(timeAt))) {
        return false;
      }
      UTF8String account = row.isNullAt(accountAt) ? null : row.getUTF8String(accountAt);
      return hash.begin()
          .add(account)
          .add(row.getUTF8String(idAt))
          .end()
          .isOf(search.slice(), search.slices());
    }
  }
}
