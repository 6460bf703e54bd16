package io.firn.decode;

import io.firn.ObjectFormat;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;

/**
 * An object that is made while it is read, for a process of its own: it says how many events it
 * read, of how many bytes, and how fast on a CPU of its own.
 */
final class GiantObject extends InputStream {
  private static final int EVENTS = 100;

  /** The filler of objects that are almost too large. */
  private static final int LARGE_OBJECT_BYTES = JsonValues.MAX_OBJECT_BYTES - 100;

  private final Kind kind;
  private final long bytes;
  private final byte[] piece;
  private long given;
  private int next;
  private long events;

  /** Bytes that are still to come between the two halves of the piece. */
  private int filler;

  /** What the object holds. */
  enum Kind {
    EXPORT(ObjectFormat.EXPORT),
    ENVELOPES(ObjectFormat.SUBSCRIPTION),
    ENVELOPES_ESCAPED(ObjectFormat.SUBSCRIPTION),
    KINESIS(ObjectFormat.SUBSCRIPTION),
    NDJSON(ObjectFormat.NDJSON),
    TEXT(ObjectFormat.TEXT),
    LARGE_OBJECTS(ObjectFormat.AUTO),
    GZIP_ENVELOPES(ObjectFormat.AUTO),
    BASE64_LINES(ObjectFormat.AUTO);

    private final ObjectFormat format;

    Kind(ObjectFormat format) {
      this.format = format;
    }
  }

  GiantObject(Kind kind, long bytes) {
    this.kind = kind;
    this.bytes = bytes;
    this.piece = piece(kind);
  }

  /** Arguments: the kind, and the least number of bytes. */
  public static void main(String[] args) throws IOException {
    Kind kind = Kind.valueOf(args[0]);
    GiantObject object = new GiantObject(kind, Long.parseLong(args[1]));
    Decoder decoder = new Decoder(kind.format, InflateBounds.DEFAULT);
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long events = 0;
    long messages = 0;
    try (LogEvents read = decoder.open(object, 0)) {
      while (read.next()) {
        events++;
        messages += read.length();
      }
      double seconds =
          (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "%s: %d of %d events, %d bytes of messages, %d MB stored, %d MB inflated, %.0f MB a second of CPU%n",
          kind,
          events,
          object.events,
          messages,
          object.given / 1_000_000,
          read.inflatedBytes() / 1_000_000,
          read.inflatedBytes() / 1e6 / seconds);
    }
  }

  private static byte[] piece(Kind kind) {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < EVENTS; i++) {
      text.append(event(kind, i, random));
    }
    String events = text.toString();
    return switch (kind) {
      case LARGE_OBJECTS -> Gzips.utf8("{\"a\":\"\"}");
      case EXPORT, NDJSON, TEXT -> Gzips.utf8(events);
      case ENVELOPES, ENVELOPES_ESCAPED -> Gzips.utf8(envelope(events));
      case GZIP_ENVELOPES -> Gzips.gzip(envelope(events));
      case KINESIS ->
          Gzips.utf8(Messages.kinesis(Messages.record(Messages.zipped(envelope(events)))));
      case BASE64_LINES -> Gzips.utf8(Messages.zipped(envelope(events)) + "\n");
    };
  }

  private static String envelope(String events) {
    return "{\"messageType\":\"DATA_MESSAGE\",\"owner\":\"123456789012\",\"logGroup\":\"/aws/lambda/a\","
        + "\"logStream\":\"s\",\"subscriptionFilters\":[\"f\"],\"logEvents\":["
        + events.substring(0, events.length() - 1)
        + "]}";
  }

  private static String event(Kind kind, int number, Random random) {
    String id = String.format(Locale.ROOT, "%016x%016x", random.nextLong(), random.nextLong());
    String words = "the order " + id + " of customer " + number + " was taken and is on its way";
    String json =
        "{\"time\":\"2026-11-18T09:30:00.123Z\",\"level\":\"INFO\",\"n\":7,\"text\":\""
            + words
            + "\"}";
    return switch (kind) {
      case EXPORT -> "2026-11-18T09:30:00.123Z " + json + "\n";
      case NDJSON -> json + "\n";
      case TEXT -> "2026-11-18T09:30:00.123Z " + words + words + "\n";
      case ENVELOPES -> logEvent(id, words + words);
      default -> logEvent(id, json.replace("\"", "\\\""));
    };
  }

  private static String logEvent(String id, String message) {
    return "{\"id\":\"" + id + "\",\"timestamp\":1794994200123,\"message\":\"" + message + "\"},";
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int from, int length) {
    Objects.checkFromIndexSize(from, length, target.length);
    if (next == piece.length) {
      next = 0;
    }
    if (next == 0 && given >= bytes) {
      return -1;
    }
    int count =
        kind == Kind.LARGE_OBJECTS ? large(target, from, length) : small(target, from, length);
    given += count;
    return count;
  }

  private int small(byte[] target, int from, int length) {
    events += next == 0 ? EVENTS : 0;
    int count = Math.min(length, piece.length - next);
    System.arraycopy(piece, next, target, from, count);
    next += count;
    return count;
  }

  /** Byte by byte around the filler. */
  private int large(byte[] target, int from, int length) {
    if (filler > 0) {
      int count = Math.min(length, filler);
      Arrays.fill(target, from, from + count, (byte) 'x');
      filler -= count;
      return count;
    }
    events += next == 0 ? 1 : 0;
    target[from] = piece[next++];
    filler = next == piece.length / 2 + 2 ? LARGE_OBJECT_BYTES : 0;
    return 1;
  }
}
