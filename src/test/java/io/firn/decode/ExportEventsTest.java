package io.firn.decode;

import static io.firn.decode.Gzips.concat;
import static io.firn.decode.Gzips.gzip;
import static io.firn.decode.Gzips.slice;
import static io.firn.decode.Gzips.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.decode.ReferenceExport.Event;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ExportEventsTest {
  private static final String STAMP = "2026-11-18T09:30:00.123Z";
  private static final long MILLIS = Instant.parse(STAMP).toEpochMilli();
  private static final int[] CAPACITIES = {1, 2, 25, 26, 64, 4096};
  private static final int[] STEPS = {1, 3, 7, 24, 25, 26, 4096};

  @Test
  void everyMessageComesBackAtEveryBufferAndReadSize() throws IOException {
    List<List<String>> objects = new ArrayList<>();
    List<String> messages =
        List.of(
            "",
            "a",
            " leading and trailing ",
            "{\"a\":1}",
            "two\nlines",
            "\n",
            "\n\nblank lines around\n\n",
            "ends in newline\n",
            "windows\r\nlines\r\n",
            "2026-11-18T09:30:00.123",
            "no stamp:\n2026-11-18T09:30:00.123Z,\n2026-02-30T09:30:00.123Z x\n",
            "\u0000nul\u0000",
            "\u00EF\u00BB\u00BFmark",
            "x".repeat(300));
    for (String first : messages) {
      objects.add(List.of(first));
      for (String second : messages) {
        objects.add(List.of(first, second, first));
      }
    }
    for (List<String> object : objects) {
      for (String end : new String[] {"\n", ""}) {
        String text = STAMP + " " + String.join("\n" + STAMP + " ", object) + end;
        List<String> expected = new ArrayList<>(object);
        String last = object.get(object.size() - 1);
        if (end.isEmpty() && last.endsWith("\n")) {
          expected.set(object.size() - 1, last.substring(0, last.length() - 1));
        }
        assertMessages(text.getBytes(StandardCharsets.ISO_8859_1), expected);
      }
    }
  }

  private static void assertMessages(byte[] object, List<String> messages) throws IOException {
    List<Event> expected = new ArrayList<>();
    for (String message : messages) {
      expected.add(new Event(MILLIS, message));
    }
    byte[] zipped = gzip(object);
    for (int capacity : CAPACITIES) {
      for (int step : STEPS) {
        assertThat(read(object, step, capacity).events()).isEqualTo(expected);
      }
    }
    for (int step : STEPS) {
      assertThat(read(zipped, step, 4096).events()).isEqualTo(expected);
    }
  }

  @Test
  void randomObjectsAreReadLikeTheReferenceReadsThem() throws IOException {
    String[] pieces = {
      STAMP,
      STAMP + " ",
      STAMP + "\n",
      STAMP + "\r\n",
      STAMP + "\t",
      "\n",
      "\n",
      "\r\n",
      " ",
      "2024-02-29T00:00:00.000Z ",
      "2023-02-29T00:00:00.000Z ",
      "2026-06-30T23:59:60.000Z ",
      "2026-06-30T24:00:00.000Z ",
      "1969-12-31T23:59:59.999Z ",
      "0000-03-01T00:00:00.000Z ",
      "2026-11-18T09:30:00.12Z ",
      "2026-11-18 09:30:00.123Z ",
      "\u00EF\u00BB\u00BF",
      "\u0000",
      "\u00FF\u00FE",
      "\u00C3",
      "text",
      "{\"k\":\"v\"}",
      "2",
      "2026",
      "a long piece of text "
    };
    for (int seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      int count = random.nextInt(14);
      for (int i = 0; i < count; i++) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      byte[] object = text.toString().getBytes(StandardCharsets.ISO_8859_1);
      ReferenceExport actual =
          read(object, 1 + random.nextInt(60), 1 + random.nextInt(random.nextBoolean() ? 60 : 900));
      assertThat(actual).as("seed %s", seed).isEqualTo(ReferenceExport.read(object));
    }
  }

  @Test
  void messageWithoutSpaceGoesOnWithItsContinuation() throws IOException {
    byte[] object = utf8(STAMP + "\nnext line\n" + STAMP + "\n" + STAMP);

    assertThat(read(object, 5, 4096).events())
        .extracting(Event::message)
        .containsExactly("\nnext line", "", "");
  }

  @Test
  void byteOrderMarkIsDroppedAtTheStartOnly() throws IOException {
    byte[] mark = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    byte[] object = concat(mark, utf8(STAMP + " a\n"), mark, utf8(STAMP + " b\n"));

    ReferenceExport read = read(object, 2, 4096);

    assertThat(read.badRecord()).isEmpty();
    assertThat(read.events())
        .containsExactly(new Event(MILLIS, "a\n\u00EF\u00BB\u00BF" + STAMP + " b"));
  }

  @Test
  void bytesBeforeTheFirstStampAreOneBadRecord() throws IOException {
    ReferenceExport read = read(utf8("half a line\n\nmore\n" + STAMP + " a\n"), 3, 10);

    assertThat(read.badRecord()).isEqualTo("half a line\n\nmore\n");
    assertThat(read.events()).containsExactly(new Event(MILLIS, "a"));
  }

  @Test
  void objectWithoutStampHasNoEvents() throws IOException {
    for (String text : new String[] {"", "x", "{\"a\":1}\n{\"a\":2}\n", "\n"}) {
      ExportEvents events = open(utf8(text), 4, 8);

      assertThat(events.next()).isFalse();
      assertThat(events.next()).isFalse();
      assertThat(events.position()).isZero();
      assertThat(events.hasBadRecord()).isEqualTo(!text.isEmpty());
      assertThat(events.badRecord()).isEqualTo(utf8(text));
      assertThat(events.inflatedBytes()).isEqualTo(text.length());
    }
  }

  @Test
  void longBadRecordIsCutButCounted() throws IOException {
    byte[] lines = utf8("no export line\n".repeat(150_000));
    ExportEvents events = open(concat(lines, utf8(STAMP + " a\n")), 10_000, 1000);

    assertThat(events.next()).isTrue();
    assertThat(events.badRecordLength()).isEqualTo(lines.length);
    assertThat(events.badRecord()).isEqualTo(slice(lines, 0, ExportEvents.KEPT_BAD_RECORD_BYTES));
    assertThat(events.buffer()).hasSize(1000);
    assertThat(message(events)).isEqualTo("a");
  }

  @Test
  void bufferGrowsWithTheLargestEventOnly() throws IOException {
    String line = STAMP + " " + "x".repeat(1000) + "\n";
    ExportEvents events = open(utf8(line.repeat(5000)), 4096, 4096);

    while (events.next()) {
      assertThat(events.length()).isEqualTo(1000);
    }
    assertThat(events.position()).isEqualTo(5000);
    assertThat(events.buffer()).hasSize(4096);
    assertThat(events.inflatedBytes()).isEqualTo(line.length() * 5000L);
  }

  @Test
  void truncatedObjectNeverHasFewerEventsSilently() {
    byte[] object = gzip((STAMP + " some message\n").repeat(20));
    for (int length = 1; length < object.length; length++) {
      byte[] truncated = slice(object, 0, length);
      assertThatThrownBy(() -> read(truncated, 16, 64))
          .as("cut at %s", length)
          .isInstanceOf(DamagedObjectException.class);
    }
  }

  @Test
  void goodEventsBeforeTheDamageAreCounted() throws IOException {
    byte[] damaged = gzip(STAMP + " c\n");
    damaged[damaged.length - 6] ^= 1;
    ExportEvents events = open(concat(gzip(STAMP + " a\n" + STAMP + " b\n"), damaged), 64, 64);

    assertThatThrownBy(
            () -> {
              while (events.next()) {
                assertThat(events.length()).isEqualTo(1);
              }
            })
        .isInstanceOf(DamagedObjectException.class);
    assertThat(events.position()).isEqualTo(2);
  }

  @Test
  void eventsSpanMembersAndLayers() throws IOException {
    byte[] text = utf8((STAMP + " a message that is cut anywhere\n").repeat(3));
    List<Event> expected = ReferenceExport.read(text).events();
    for (int cut = 0; cut <= text.length; cut++) {
      byte[] members = concat(gzip(slice(text, 0, cut)), gzip(slice(text, cut, text.length)));
      assertThat(read(members, 11, 32).events()).isEqualTo(expected);
      assertThat(read(gzip(members), 11, 32).events()).isEqualTo(expected);
    }
  }

  @Test
  void closingClosesTheObject() throws IOException {
    boolean[] closed = {false};
    InputStream raw =
        new InputStream() {
          @Override
          public int read() {
            return -1;
          }

          @Override
          public void close() {
            closed[0] = true;
          }
        };
    new ExportEvents(Gunzip.peel(raw, InflateBounds.DEFAULT)).close();

    assertThat(closed[0]).isTrue();
  }

  private static ExportEvents open(byte[] object, int step, int capacity) throws IOException {
    InputStream in = Gunzip.peel(new TrickleStream(object, step), InflateBounds.DEFAULT);
    return new ExportEvents(in, capacity, 1 << 30);
  }

  private static ReferenceExport read(byte[] object, int step, int capacity) throws IOException {
    List<Event> read = new ArrayList<>();
    try (ExportEvents events = open(object, step, capacity)) {
      while (events.next()) {
        read.add(new Event(events.epochMillis(), message(events)));
        assertThat(events.position()).isEqualTo(read.size());
      }
      assertThat(events.badRecordLength()).isEqualTo(events.badRecord().length);
      String bad = new String(events.badRecord(), StandardCharsets.ISO_8859_1);
      return new ReferenceExport(bad, read);
    }
  }

  private static String message(ExportEvents events) {
    int from = events.offset();
    byte[] bytes = Arrays.copyOfRange(events.buffer(), from, from + events.length());
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
