package io.firn.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Pieces that are no events, until they are taken; beyond some they are only counted. */
final class BadRecords {
  static final int MOST_RECORDS = 1000;
  static final long MOST_BYTES = 4L * BadBytes.MOST_KEPT;

  private final List<BadBytes> records = new ArrayList<>();
  private long keptBytes;
  private long more;
  private long moreBytes;
  private long morePosition;

  /** Adds the piece {@code [from, to)}. */
  void add(long position, String reason, byte[] bytes, int from, int to) {
    int kept = Math.min(to - from, BadBytes.MOST_KEPT);
    if (more > 0 || records.size() == MOST_RECORDS - 1 || keptBytes + kept > MOST_BYTES) {
      morePosition = more == 0 ? position : morePosition;
      more++;
      moreBytes += to - from;
      return;
    }
    records.add(
        new BadBytes(position, reason, Arrays.copyOfRange(bytes, from, from + kept), to - from));
    keptBytes += kept;
  }

  /** All since the last call. */
  List<BadBytes> take() {
    if (records.isEmpty() && more == 0) {
      return List.of();
    }
    if (more > 0) {
      String reason = more + " more without an event between them; their bytes are not kept";
      records.add(new BadBytes(morePosition, reason, new byte[0], moreBytes));
    }
    List<BadBytes> taken = List.copyOf(records);
    records.clear();
    keptBytes = 0;
    more = 0;
    moreBytes = 0;
    return taken;
  }
}
