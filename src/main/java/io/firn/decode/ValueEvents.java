package io.firn.decode;

import io.firn.ObjectFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events of objects that hold messages of subscription filters, JSON objects or lines. Of
 * messages each log event is one; JSON objects and lines of text are one as they are.
 */
final class ValueEvents implements LogEvents {
  /** How deep payloads may be wrapped; what wraps them deeper is an event as it is. */
  static final int MOST_WRAPPERS = 3;

  private static final int CAPACITY = 1 << 18;
  private static final int PAYLOAD_CAPACITY = 1 << 16;

  private final ObjectFormat format;
  private final JsonValues.Cut cut;
  private final long objectMillis;
  private final PayloadMeter payloads;

  /** The object's own values, and those of payloads that are wrapped in them. */
  private final List<Level> levels = new ArrayList<>();

  private int depth;
  private final Envelope envelope = new Envelope();
  private final Origins origins = new Origins();
  private final MessageTime time = new MessageTime();
  private final BadRecords badRecords = new BadRecords();

  private long position;
  private long controlMessages;
  private boolean holdsMessages;
  private boolean holdsObjects;
  private boolean holdsText;

  private byte[] buffer = {};
  private int offset;
  private int length;
  private long epochMillis;
  private boolean ownTime;
  private boolean ofEnvelope;
  private boolean originUnread;
  private @Nullable DamagedObjectException damage;

  /** Reads peeled {@code content} to its end; it needs no buffering. */
  ValueEvents(InputStream content, ObjectFormat format, long objectMillis, PayloadMeter payloads) {
    this(content, format, objectMillis, payloads, CAPACITY);
  }

  ValueEvents(
      InputStream content,
      ObjectFormat format,
      long objectMillis,
      PayloadMeter payloads,
      int capacity) {
    this.format = format;
    this.objectMillis = objectMillis;
    this.payloads = payloads;
    this.cut =
        switch (format) {
          case TEXT -> JsonValues.Cut.LINES;
          case NDJSON -> JsonValues.Cut.OBJECTS;
          default -> JsonValues.Cut.MESSAGES;
        };
    levels.add(new Level(new JsonValues(content, cut, capacity)));
  }

  @Override
  public boolean next() throws IOException {
    if (damage != null) {
      throw damage;
    }
    try {
      return nextEvent();
    } catch (DamagedObjectException e) {
      // Within a payload nothing can go on: what is damaged stays so.
      damage = depth == 0 ? e : inPayload(e);
      throw damage;
    }
  }

  private boolean nextEvent() throws IOException {
    while (true) {
      Level level = levels.get(depth);
      if (envelope.hasNext()) {
        if (nextLogEvent()) {
          return true;
        }
      } else if (level.records.hasNext()) {
        nextRecord(level);
      } else if (level.values.next()) {
        if (take(level)) {
          return true;
        }
      } else if (depth > 0) {
        depth--;
      } else {
        length = 0;
        return false;
      }
    }
  }

  private DamagedObjectException inPayload(DamagedObjectException e) {
    return new DamagedObjectException(
        "payload in the value that begins at inflated byte "
            + levels.get(0).values.offset()
            + ": "
            + e.getMessage(),
        e);
  }

  /** Goes to the next log event of the envelope; false if it turns out to be none. */
  private boolean nextLogEvent() {
    String problem = envelope.next();
    if (problem != null) {
      badRecords.add(position, problem, envelope.json(), envelope.start(), envelope.end());
      return false;
    }
    readOrigin();
    event(envelope.bytes(), envelope.offset(), envelope.length());
    epochMillis = envelope.epochMillis();
    ownTime = true;
    ofEnvelope = true;
    return true;
  }

  /** Only with the first event: an envelope without events changes no origin. */
  private void readOrigin() {
    if (originUnread) {
      JsonValues values = levels.get(depth).values;
      origins.read(values.scan(), values.bytes(), values.start());
      originUnread = false;
    }
  }

  /** Goes into the next payload of a wrapper. */
  private void nextRecord(Level level) throws IOException {
    String problem = level.records.next();
    if (problem != null) {
      JsonValues values = level.values;
      badRecords.add(position, problem, values.bytes(), level.records.start(), level.records.end());
      return;
    }
    enter(level.records.payload());
  }

  private void enter(ByteArrayInputStream payload) throws IOException {
    depth++;
    InputStream content = Gunzip.peelPart(payload, payloads);
    if (depth == levels.size()) {
      levels.add(new Level(new JsonValues(content, cut, PAYLOAD_CAPACITY)));
    } else {
      levels.get(depth).values.reset(content);
    }
  }

  /** Takes a top-level value; true if it is an event. */
  private boolean take(Level level) throws IOException {
    JsonValues values = level.values;
    if (!values.isObject()) {
      return takeText(values);
    }
    MessageKind kind = kind(values);
    switch (kind) {
      case DATA -> openEnvelope(values);
      case CONTROL -> controlMessages++;
      case PAYLOAD -> payload(values);
      default -> level.records.open(kind, values.scan(), values.bytes(), values.start());
    }
    holdsMessages |= kind != MessageKind.PAYLOAD;
    return kind == MessageKind.PAYLOAD;
  }

  private MessageKind kind(JsonValues values) {
    if (cut != JsonValues.Cut.MESSAGES) {
      return MessageKind.PAYLOAD;
    }
    MessageKind kind = MessageKind.of(values.scan(), values.bytes(), values.start());
    return kind.isWrapper() && depth == MOST_WRAPPERS ? MessageKind.PAYLOAD : kind;
  }

  private void openEnvelope(JsonValues values) {
    originUnread = true;
    envelope.open(values.bytes(), values.start() + values.scan().start(KnownKeys.LOG_EVENTS));
  }

  private void payload(JsonValues values) {
    holdsObjects = true;
    event(values.bytes(), values.start(), values.length());
    JsonScan scan = values.scan();
    for (int key = KnownKeys.FIRST_TIME; key < KnownKeys.COUNT && !ownTime; key++) {
      ownTime =
          scan.has(key) && time.ofValue(buffer, offset + scan.start(key), offset + scan.end(key));
    }
    epochMillis = ownTime ? time.epochMillis() : objectMillis;
  }

  private boolean takeText(JsonValues values) throws IOException {
    int start = values.start();
    int end = start + values.length();
    if (isZippedBase64(values.bytes(), start, end)) {
      holdsMessages = true;
      int decoded = Base64Bytes.decodeInPlace(values.bytes(), start, end);
      enter(new ByteArrayInputStream(values.bytes(), start, decoded - start));
      return false;
    }
    holdsText = true;
    event(values.bytes(), start, values.length());
    ownTime = time.ofText(buffer, start, end);
    epochMillis = ownTime ? time.epochMillis() : objectMillis;
    return true;
  }

  private boolean isZippedBase64(byte[] bytes, int from, int to) {
    return cut == JsonValues.Cut.MESSAGES
        && depth < MOST_WRAPPERS
        && to - from >= MessageKind.ZIPPED.length
        && MessageKind.isAt(bytes, from, MessageKind.ZIPPED)
        && Base64Bytes.isBase64(bytes, from, to);
  }

  /** Begins an event that says nothing but its message. */
  private void event(byte[] bytes, int from, int size) {
    position++;
    buffer = bytes;
    offset = from;
    length = size;
    ownTime = false;
    ofEnvelope = false;
  }

  @Override
  public long epochMillis() {
    return epochMillis;
  }

  @Override
  public boolean hasOwnTime() {
    return ownTime;
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

  @Override
  public @Nullable Origin origin() {
    return ofEnvelope ? origins.current() : null;
  }

  @Override
  public byte @Nullable [] id() {
    return ofEnvelope ? envelope.id() : null;
  }

  @Override
  public List<BadBytes> takeBadRecords() {
    return badRecords.take();
  }

  @Override
  public long controlMessages() {
    return controlMessages;
  }

  @Override
  public long inflatedBytes() {
    return levels.stream().mapToLong(level -> level.values.read()).sum();
  }

  @Override
  public boolean isRecognised() {
    boolean holdsNothing = !holdsMessages && !holdsObjects && !holdsText;
    return switch (format) {
      case SUBSCRIPTION -> holdsMessages || holdsNothing;
      case TEXT -> true;
      default -> holdsMessages || holdsObjects || holdsNothing;
    };
  }

  @Override
  public void close() throws IOException {
    levels.get(0).values.close();
  }

  /** The values of one stream, and what the last of them wraps. */
  private static final class Level {
    private final JsonValues values;
    private final WrappedRecords records = new WrappedRecords();

    Level(JsonValues values) {
      this.values = values;
    }
  }
}
