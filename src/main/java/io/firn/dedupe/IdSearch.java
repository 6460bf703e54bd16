package io.firn.dedupe;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Of events with one id, those that do not stay: all if the table has it or it was left out of it,
 * else all but the first one by object and position.
 */
final class IdSearch {
  private final DuplicateSearch search;
  private final SearchInput input;
  private final HashedKeys keys = new HashedKeys();
  private final EventPositions found = new EventPositions();

  /** By key, the event that stays so far. */
  private int[] object = new int[1 << 10];

  private long[] position = new long[1 << 10];

  IdSearch(DuplicateSearch search, SearchShipment shipment) {
    this.search = search;
    this.input = new SearchInput(search, shipment);
  }

  FoundDuplicates run() {
    input.written(this::add);
    if (keys.size() > 0) {
      BitSet taken = new BitSet(keys.size());
      input.existing(row -> take(row.key(), taken));
      input.remembered(row -> take(row.key(), taken));
    }
    return new FoundDuplicates(search.table(), found, List.of());
  }

  private void take(EventHash known, BitSet taken) {
    int key = keys.find(known.first(), known.second());
    if (key != HashedKeys.NONE && !taken.get(key)) {
      taken.set(key);
      found.add(input.object(object[key]), position[key]);
    }
  }

  private void add(EventRow row, int inObject, long at) {
    int before = keys.size();
    int key = keys.add(row.key().first(), row.key().second());
    if (key == before) {
      makeRoom(key);
      stay(key, inObject, at);
    } else if (isBefore(inObject, at, key)) {
      found.add(input.object(object[key]), position[key]);
      stay(key, inObject, at);
    } else {
      found.add(input.object(inObject), at);
    }
  }

  private void stay(int key, int inObject, long at) {
    object[key] = inObject;
    position[key] = at;
  }

  private boolean isBefore(int inObject, long at, int key) {
    int order = input.object(inObject).compareTo(input.object(object[key]));
    return order < 0 || (order == 0 && at < position[key]);
  }

  private void makeRoom(int key) {
    if (key == object.length) {
      object = Arrays.copyOf(object, 2 * key);
      position = Arrays.copyOf(position, 2 * key);
    }
  }
}
