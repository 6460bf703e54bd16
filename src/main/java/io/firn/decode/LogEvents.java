package io.firn.decode;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The events of one object, one after the other; for one thread. */
public interface LogEvents extends Closeable {
  /**
   * Goes to the next event; false at the end of the object.
   *
   * @throws DamagedObjectException if the object's bytes are not what they claim to be; the events
   *     before are good ones
   */
  boolean next() throws IOException;

  /** The event's time, or the object's if the event has none of its own. */
  long epochMillis();

  /** Whether {@link #epochMillis} is the event's own time and not the object's. */
  boolean hasOwnTime();

  /** Holds the message in {@code [offset, offset + length)} until the next {@link #next()}. */
  byte[] buffer();

  int offset();

  int length();

  /** The number of the current event in its object, from 1; 0 before the first. */
  long position();

  /**
   * Where the object itself says that the event comes from, null where it does not say. It stays
   * the same instance as long as it stays equal from event to event.
   */
  @Nullable Origin origin();

  /** The event's id, in ASCII, or null if it has none. */
  byte @Nullable [] id();

  /**
   * What turned out to be neither event nor damage since the last call; complete once {@link
   * #next()} gave false.
   */
  List<BadBytes> takeBadRecords();

  /** Messages that only check the way, counted and dropped so far. */
  long controlMessages();

  /** How many inflated bytes were read so far, those inside of wrappers too. */
  long inflatedBytes();

  /**
   * Whether the object held anything of its format so far, or nothing at all; decided once {@link
   * #next()} gave false.
   */
  boolean isRecognised();
}
