package io.firn.ingest;

import io.firn.ObjectFormat;
import io.firn.decode.DamagedObjectException;
import io.firn.decode.Decoder;
import io.firn.decode.InflateBounds;
import io.firn.decode.LogEvents;
import io.firn.landing.InputObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which events of a stream that was exported once more its earlier exports do not have, compared as
 * multisets of time and bytes. Memory is bounded: what has too many different events is compared a
 * slice of them at a time, and read as often.
 */
final class LateEvents {
  private static final int MOST_AT_ONCE = 1 << 21;

  private final ObjectSource source;
  private final InflateBounds bounds;
  private final StreamRecheck recheck;
  private final int mostAtOnce;
  private final MessageDigest digest;
  private final Map<String, BitSet> late = new HashMap<>();

  private LateEvents(
      ObjectSource source, InflateBounds bounds, StreamRecheck recheck, int mostAtOnce) {
    this.source = source;
    this.bounds = bounds;
    this.recheck = recheck;
    this.mostAtOnce = mostAtOnce;
    this.digest = sha256();
  }

  /** What is done with each event. */
  private interface Visitor {
    /** False to end it all. */
    boolean event(long position, long first, long second);
  }

  /**
   * Compares them.
   *
   * @throws IOException as the first object does that cannot be read whole; of earlier exports,
   *     what was taken in of them counts, up to damage if there is any
   */
  static LateEvents find(ObjectSource source, InflateBounds bounds, StreamRecheck recheck)
      throws IOException {
    return find(source, bounds, recheck, MOST_AT_ONCE);
  }

  static LateEvents find(
      ObjectSource source, InflateBounds bounds, StreamRecheck recheck, int mostAtOnce)
      throws IOException {
    if (recheck.obstacle() != null) {
      throw new ChangedObjectException(recheck.obstacle());
    }
    LateEvents events = new LateEvents(source, bounds, recheck, mostAtOnce);
    int slices = 1;
    while (!events.compare(slices)) {
      slices *= 2;
    }
    return events;
  }

  /**
   * Whether an event is one.
   *
   * @param uri of its object
   * @param position its number there, from 1
   */
  boolean contain(String uri, long position) {
    return late.getOrDefault(uri, new BitSet()).get((int) position);
  }

  private boolean compare(int slices) throws IOException {
    late.clear();
    for (int slice = 0; slice < slices; slice++) {
      if (!compare(slices, slice)) {
        return false;
      }
    }
    return true;
  }

  private boolean compare(int slices, int slice) throws IOException {
    EventMultiset known = new EventMultiset(mostAtOnce);
    for (List<InputObject> export : recheck.earlier()) {
      known.nextExport();
      for (InputObject object : export) {
        if (!readEarlier(
            object,
            (position, first, second) ->
                isOf(slice, slices, second) ? known.add(first, second) : true)) {
          return false;
        }
      }
    }
    for (InputObject part : recheck.parts()) {
      BitSet found = late.computeIfAbsent(part.identity().uri(), uri -> new BitSet());
      read(
          part,
          (position, first, second) -> {
            if (isOf(slice, slices, second) && !known.take(first, second)) {
              found.set(Math.toIntExact(position));
            }
            return true;
          });
    }
    return true;
  }

  private static boolean isOf(int slice, int slices, long hash) {
    return Long.remainderUnsigned(hash, slices) == slice;
  }

  private boolean readEarlier(InputObject object, Visitor visitor) throws IOException {
    try {
      return read(object, visitor);
    } catch (DamagedObjectException e) {
      // It was salvaged so far.
      return true;
    } catch (ChangedObjectException e) {
      throw new ChangedObjectException(
          "it cannot be compared with its earlier export "
              + object.identity()
              + ": "
              + e.getMessage());
    }
  }

  private boolean read(InputObject object, Visitor visitor) throws IOException {
    try (LogEvents events = source.events(object, new Decoder(ObjectFormat.EXPORT, bounds))) {
      while (events.next()) {
        if (!visit(events, visitor)) {
          return false;
        }
      }
      return true;
    } catch (DamagedObjectException | ChangedObjectException | UnreadableObjectException e) {
      throw e;
    } catch (IOException e) {
      throw new UnreadableObjectException(e);
    }
  }

  private boolean visit(LogEvents events, Visitor visitor) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(events.epochMillis()).flip());
    digest.update(events.buffer(), events.offset(), events.length());
    ByteBuffer hash = ByteBuffer.wrap(digest.digest());
    return visitor.event(events.position(), hash.getLong(), hash.getLong());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java has SHA-256", e);
    }
  }
}
