package io.firn.ingest;

import static io.firn.ingest.BadInput.accepted;
import static io.firn.ingest.BadInput.concat;
import static io.firn.ingest.BadInput.damaged;
import static io.firn.ingest.BadInput.export;
import static io.firn.ingest.BadInput.utf8;

import io.firn.ingest.BadInput.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;

/** Objects whose gzip is not what it should be, or is more of it than usual. */
final class BadContainers {
  static final long SEED = 20_261_125L;
  static final int TRUNCATIONS = 200;

  private static final int EVENTS = 40;
  private static final int HEADER = 10;
  private static final int TRAILER = 8;

  /** Stamp and its space, and the byte before, which all must be seen to end an event. */
  private static final int STAMP_AND_SPACE = 25;

  private static final Event[] GOOD = good();

  private BadContainers() {}

  private static Event[] good() {
    Random random = new Random(SEED);
    return IntStream.range(0, EVENTS)
        .mapToObj(
            i ->
                i % 4 == 3
                    ? Event.text("line " + Long.toHexString(random.nextLong()))
                    : Event.json("{\"n\":" + random.nextInt() + ",\"id\":\"" + i + "\"}"))
        .toArray(Event[]::new);
  }

  static List<BadInput> all() throws IOException {
    List<BadInput> all = new ArrayList<>(truncated());
    all.addAll(corrupt());
    all.addAll(unusual());
    all.addAll(bombs());
    return all;
  }

  static List<BadInput> truncated() throws IOException {
    byte[] content = export(GOOD);
    byte[] whole = gzip(content);
    Random random = new Random(SEED);
    List<BadInput> truncated = new ArrayList<>();
    for (int i = 0; i < TRUNCATIONS; i++) {
      int offset = 1 + random.nextInt(whole.length - 1);
      byte[] cut = Arrays.copyOf(whole, offset);
      String name = "truncated " + i + " at " + offset + " of " + whole.length;
      truncated.add(damaged(name, cut, "^gzip is cut off in ", goodEvents(content, inflated(cut))));
    }
    return truncated;
  }

  /** How many events are known to be whole after so many bytes of the content. */
  private static long goodEvents(byte[] content, int inflated) {
    long starts = 0;
    for (int at = 0; at + STAMP_AND_SPACE <= inflated; at++) {
      starts += at == 0 || content[at - 1] == '\n' ? 1 : 0;
    }
    return Math.max(0, starts - 1);
  }

  private static int inflated(byte[] cut) {
    if (cut.length <= HEADER) {
      return 0;
    }
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(cut, HEADER, cut.length - HEADER);
      return inflater.inflate(new byte[1 << 16]);
    } catch (DataFormatException e) {
      throw new AssertionError(e);
    } finally {
      inflater.end();
    }
  }

  private static List<BadInput> corrupt() throws IOException {
    byte[] whole = gzip(export(GOOD));
    int trailer = whole.length - TRAILER;
    return List.of(
        damaged("wrong CRC", flipped(whole, trailer), "wrong checksum \\(CRC-32\\)", EVENTS - 1),
        damaged("wrong ISIZE", flipped(whole, trailer + 4), "wrong length \\(ISIZE\\)", EVENTS - 1),
        damaged(
            "flipped bits",
            flipped(whole, whole.length / 2),
            "corrupt gzip|checksum|length",
            0,
            EVENTS),
        damaged("no deflate", flipped(whole, 2), "unknown compression method", 0),
        damaged("reserved flags", or(whole, 3, 0x80), "reserved header flags", 0),
        damaged("wrong header checksum", or(whole, 3, 2), "wrong header checksum", 0),
        damaged("one magic byte", new byte[] {0x1F}, "cut off in its header", 0),
        damaged("magic alone", new byte[] {0x1F, (byte) 0x8B}, "cut off in a member's header", 0),
        damaged("garbage behind", concat(whole, utf8("x")), "no gzip follow the last", EVENTS - 1),
        damaged(
            "line behind", concat(whole, GOOD[0].line()), "no gzip follow the last", EVENTS - 1),
        damaged(
            "garbage behind padding",
            concat(whole, new byte[512], utf8("x")),
            "other than zero padding follow",
            EVENTS - 1),
        damaged("cut gzip in gzip", gzip(Arrays.copyOf(whole, 40)), "gzip is cut off", 0, 5),
        damaged("gzip 4 deep", gzip(gzip(gzip(whole))), "nested more than 3 deep", 0));
  }

  private static List<BadInput> unusual() throws IOException {
    byte[] content = export(GOOD);
    byte[] whole = gzip(content);
    byte[] members =
        concat(
            gzip(Arrays.copyOf(content, 100)),
            gzip(new byte[0]),
            gzip(Arrays.copyOfRange(content, 100, content.length)));
    return List.of(
        accepted("empty file", new byte[0]),
        accepted("empty gzip", gzip(new byte[0])),
        accepted("empty gzip in gzip", gzip(gzip(new byte[0]))),
        accepted("plain", content, GOOD),
        accepted("gzip of gzip", gzip(whole), GOOD),
        accepted("gzip 3 deep", gzip(gzip(whole)), GOOD),
        accepted("members that cut an event", members, GOOD),
        accepted("zero padding", concat(whole, new byte[1000]), GOOD));
  }

  /** A hundred MiB each of what shrinks a thousandfold. */
  private static List<BadInput> bombs() throws IOException {
    byte[] zeros = gzip(new byte[1 << 20], 100);
    byte[] line = Event.text("x".repeat(100_000)).line();
    byte[] lines = gzip(line, 1000);
    String reason = "inflates to more than 500 times its size \\(zip bomb\\?\\)";
    return List.of(
        damaged("bomb of zeros", zeros, reason, 0),
        damaged("bomb in gzip", gzip(zeros), reason, 0),
        damaged("bomb of lines", lines, reason, 600, (64 << 20) / line.length));
  }

  private static byte[] flipped(byte[] bytes, int at) {
    byte[] flipped = bytes.clone();
    flipped[at] ^= 0x55;
    return flipped;
  }

  private static byte[] or(byte[] bytes, int at, int bits) {
    byte[] changed = bytes.clone();
    changed[at] |= (byte) bits;
    return changed;
  }

  static byte[] gzip(byte[] content) throws IOException {
    return gzip(content, 1);
  }

  private static byte[] gzip(byte[] piece, int times) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      for (int i = 0; i < times; i++) {
        gzip.write(piece);
      }
    }
    return out.toByteArray();
  }
}
