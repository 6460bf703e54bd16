package io.firn.dedupe;

import java.util.Arrays;

/**
 * How often each content that a batch has was brought, by exports and by subscriptions, and how
 * often the table has it.
 */
final class ContentCounts {
  private final HashedKeys keys = new HashedKeys();

  /** By key: what the batch brings; once it is decided, how many of that are still to stay. */
  private int[] exported = new int[1 << 10];

  private int[] subscribed = new int[1 << 10];

  /** By key: what was brought before. */
  private int[] exportedBefore = new int[1 << 10];

  private int[] subscribedBefore = new int[1 << 10];
  private int[] inTable = new int[1 << 10];

  void addWritten(EventRow row) {
    int key = keys.add(row.key().first(), row.key().second());
    makeRoom(key);
    (row.hasId() ? subscribed : exported)[key]++;
  }

  void addExisting(EventRow row) {
    int key = keys.find(row.key().first(), row.key().second());
    if (key != HashedKeys.NONE) {
      inTable[key]++;
      (row.hasId() ? subscribedBefore : exportedBefore)[key]++;
    }
  }

  void addRemembered(EventRow row) {
    int key = keys.find(row.key().first(), row.key().second());
    if (key != HashedKeys.NONE) {
      (row.hasId() ? subscribedBefore : exportedBefore)[key]++;
    }
  }

  /**
   * Decides how many of what the batch brings stay, those with an id first: they say more.
   *
   * @return how many do not stay
   */
  long decide() {
    long leftOut = 0;
    for (int key = 0; key < keys.size(); key++) {
      int brought = exported[key] + subscribed[key];
      int happened =
          Math.max(exportedBefore[key] + exported[key], subscribedBefore[key] + subscribed[key]);
      int stay = Math.max(0, Math.min(brought, happened - inTable[key]));
      subscribed[key] = Math.min(subscribed[key], stay);
      exported[key] = stay - subscribed[key];
      leftOut += brought - stay;
    }
    return leftOut;
  }

  /** Whether the event is among those that stay; asked once for each of the batch's. */
  boolean stays(EventRow row) {
    int key = keys.find(row.key().first(), row.key().second());
    int[] left = row.hasId() ? subscribed : exported;
    if (left[key] == 0) {
      return false;
    }
    left[key]--;
    return true;
  }

  private void makeRoom(int key) {
    if (key == exported.length) {
      exported = Arrays.copyOf(exported, 2 * key);
      subscribed = Arrays.copyOf(subscribed, 2 * key);
      exportedBefore = Arrays.copyOf(exportedBefore, 2 * key);
      subscribedBefore = Arrays.copyOf(subscribedBefore, 2 * key);
      inTable = Arrays.copyOf(inTable, 2 * key);
    }
  }
}
