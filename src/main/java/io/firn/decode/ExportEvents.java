package io.firn.decode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events of a CreateExportTask object, inflated. A line that starts with a stamp starts an
 * event; other lines go on with the one before. Memory is bounded by {@link #MAX_EVENT_BYTES}.
 */
public final class ExportEvents implements LogEvents {
  /** How much of a bad record is kept. */
  public static final int KEPT_BAD_RECORD_BYTES = BadBytes.MOST_KEPT;

  /** A larger event is damage: CloudWatch Logs itself takes events of 1 MiB at most. */
  public static final int MAX_EVENT_BYTES = 16 << 20;

  private static final int INITIAL_CAPACITY = 1 << 18;
  private static final int MAX_CAPACITY = Integer.MAX_VALUE - 8;

  /** A stamp and the byte after it, which decides whether it is one. */
  private static final int LOOK_AHEAD = Stamp.LENGTH + 1;

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final InputStream in;
  private final int maxEventBytes;
  private final int maxCapacity;
  private final Stamp stamp = new Stamp();

  private byte[] buffer;
  private int end;
  private boolean atEnd;
  private long inflatedBytes;

  /** Where the current message starts; what lies before it is no longer needed. */
  private int offset;

  private int length;
  private long epochMillis;
  private long position;
  private boolean started;

  /** Where the next event starts, or -1 if there is none; {@link #stamp} holds its time. */
  private int nextEvent = -1;

  private final ByteArrayOutputStream badRecord = new ByteArrayOutputStream();
  private long badRecordLength;
  private boolean badRecordTaken;

  /** Reads {@code in}, which {@link Gunzip#peel} has peeled, to its end; it needs no buffering. */
  public ExportEvents(InputStream in) {
    this(in, INITIAL_CAPACITY, MAX_EVENT_BYTES);
  }

  ExportEvents(InputStream in, int initialCapacity, int maxEventBytes) {
    this.in = in;
    this.buffer = new byte[initialCapacity];
    this.maxEventBytes = maxEventBytes;
    // Twice, so that what is kept is moved at most once for each time that it is read.
    this.maxCapacity = (int) Math.min(2 * ((long) maxEventBytes + LOOK_AHEAD), MAX_CAPACITY);
  }

  @Override
  public boolean next() throws IOException {
    if (!started) {
      started = true;
      findFirstEvent();
    }
    if (nextEvent < 0) {
      length = 0;
      return false;
    }
    epochMillis = stamp.epochMillis();
    offset = nextEvent + Stamp.LENGTH;
    if (offset < end && buffer[offset] == ' ') {
      offset++;
    }
    nextEvent = -1;
    length = messageLength();
    requireSize(length);
    position++;
    return true;
  }

  @Override
  public long epochMillis() {
    return epochMillis;
  }

  @Override
  public boolean hasOwnTime() {
    return true;
  }

  @Override
  public byte[] buffer() {
    return buffer;
  }

  @Override
  public int offset() {
    return offset;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public long position() {
    return position;
  }

  /** None: only the object's key tells. */
  @Override
  public @Nullable Origin origin() {
    return null;
  }

  @Override
  public byte @Nullable [] id() {
    return null;
  }

  /** What came before the first stamp. */
  @Override
  public List<BadBytes> takeBadRecords() {
    if (!hasBadRecord() || badRecordTaken) {
      return List.of();
    }
    badRecordTaken = true;
    byte[] kept = badRecord();
    String reason =
        badRecordLength
            + " bytes come before the first export stamp"
            + (kept.length < badRecordLength ? "; the first " + kept.length + " are kept" : "");
    return List.of(new BadBytes(0, reason, kept, badRecordLength));
  }

  @Override
  public long controlMessages() {
    return 0;
  }

  @Override
  public boolean isRecognised() {
    return position > 0 || inflatedBytes == 0;
  }

  /** Whether bytes came before the first stamp; known after the first {@link #next()}. */
  public boolean hasBadRecord() {
    return badRecordLength > 0;
  }

  /** The first {@link #KEPT_BAD_RECORD_BYTES} bytes of what came before the first stamp. */
  public byte[] badRecord() {
    return badRecord.toByteArray();
  }

  /** How long the bad record is, kept or not. */
  public long badRecordLength() {
    return badRecordLength;
  }

  @Override
  public long inflatedBytes() {
    return inflatedBytes;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private void findFirstEvent() throws IOException {
    skipByteOrderMark();
    while (!eventStartsAt(0)) {
      if (!skipBadLine()) {
        return;
      }
    }
  }

  private void skipByteOrderMark() throws IOException {
    require(BYTE_ORDER_MARK.length);
    int mark = BYTE_ORDER_MARK.length;
    if (end >= mark && Arrays.equals(buffer, 0, mark, BYTE_ORDER_MARK, 0, mark)) {
      offset = mark;
    }
  }

  /** Drops a line, however long, into the bad record; false if it ends the object. */
  private boolean skipBadLine() throws IOException {
    int newline = Newlines.indexOf(buffer, offset, end);
    while (newline < 0) {
      dropToBadRecord(end);
      if (!fill()) {
        return false;
      }
      newline = Newlines.indexOf(buffer, offset, end);
    }
    dropToBadRecord(newline + 1);
    return true;
  }

  private void dropToBadRecord(int until) {
    int kept = Math.min(until - offset, KEPT_BAD_RECORD_BYTES - badRecord.size());
    badRecord.write(buffer, offset, kept);
    badRecordLength += until - offset;
    offset = until;
  }

  private int messageLength() throws IOException {
    int searched = 0;
    while (true) {
      int newline = Newlines.indexOf(buffer, offset + searched, end);
      if (newline >= 0) {
        int candidate = newline - offset;
        if (eventStartsAt(candidate + 1)) {
          return candidate;
        }
        searched = candidate + 1;
      } else {
        searched = end - offset;
        if (!fill()) {
          return withoutFinalNewline(searched);
        }
      }
      requireSize(searched - 1); // The last byte may be the object's final newline.
    }
  }

  private void requireSize(int size) throws DamagedObjectException {
    if (size > maxEventBytes) {
      throw new DamagedObjectException(
          "event "
              + (position + 1)
              + " is larger than "
              + maxEventBytes
              + " bytes, before inflated byte "
              + inflatedBytes);
    }
  }

  private int withoutFinalNewline(int rest) {
    return rest > 0 && buffer[end - 1] == '\n' ? rest - 1 : rest;
  }

  /** Whether an event starts {@code distance} bytes behind {@code offset}; if so it is the next. */
  private boolean eventStartsAt(int distance) throws IOException {
    require(distance + 1);
    if (offset + distance >= end || !isDigit(buffer[offset + distance])) {
      return false;
    }
    require(distance + LOOK_AHEAD);
    int at = offset + distance;
    if (!stamp.startsEvent(buffer, at, end)) {
      return false;
    }
    nextEvent = at;
    return true;
  }

  private static boolean isDigit(byte value) {
    return value >= '0' && value <= '9';
  }

  /** Reads until {@code count} bytes lie behind {@code offset}, or to the end of the object. */
  private void require(int count) throws IOException {
    while (end - offset < count) {
      if (!fill()) {
        return;
      }
    }
  }

  /** Reads more, and may move what is kept; false at the end of the object. */
  private boolean fill() throws IOException {
    if (atEnd) {
      return false;
    }
    if (end == buffer.length) {
      makeRoom();
    }
    int read = in.read(buffer, end, buffer.length - end);
    if (read < 0) {
      atEnd = true;
      return false;
    }
    end += read;
    inflatedBytes += read;
    return true;
  }

  private void makeRoom() {
    int kept = end - offset;
    byte[] target = buffer;
    if (kept > buffer.length / 2 && buffer.length < maxCapacity) {
      target = new byte[(int) Math.min(2L * buffer.length, maxCapacity)];
    }
    System.arraycopy(buffer, offset, target, 0, kept);
    buffer = target;
    offset = 0;
    end = kept;
  }
}
