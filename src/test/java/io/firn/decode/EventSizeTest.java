package io.firn.decode;

import static io.firn.decode.Gzips.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class EventSizeTest {
  private static final String START = "2026-11-18T09:30:00.123Z ";
  private static final int MAX = 100;

  @Test
  void limitIsExactForEveryBufferReadSizeAndNeighbour() throws IOException {
    for (int seed = 0; seed < 5000; seed++) {
      Random random = new Random(seed);
      String before = random.nextBoolean() ? START + "fits\n" : "";
      String after = new String[] {"", "\n", "\n" + START + "next\n"}[random.nextInt(3)];
      int length = MAX - 2 + random.nextInt(5) + (random.nextInt(4) == 0 ? 400 : 0);
      byte[] object = utf8(before + START + message(random, length) + after);
      int number = before.isEmpty() ? 1 : 2;
      try (ExportEvents events =
          new ExportEvents(
              new TrickleStream(object, 1 + random.nextInt(200)), 1 + random.nextInt(300), MAX)) {
        for (int i = 1; i < number; i++) {
          assertThat(events.next()).isTrue();
        }
        if (length <= MAX) {
          assertThat(events.next()).as("seed %s", seed).isTrue();
          assertThat(events.length()).as("seed %s", seed).isEqualTo(length);
        } else {
          assertThatThrownBy(events::next)
              .as("seed %s", seed)
              .isInstanceOf(DamagedObjectException.class)
              .hasMessageStartingWith("event " + number + " is larger than 100 bytes, before ");
          assertThat(events.position()).isEqualTo(number - 1);
        }
      }
    }
  }

  /** Of several lines, the last of which is not empty. */
  private static String message(Random random, int length) {
    StringBuilder message = new StringBuilder();
    while (message.length() < length - 1) {
      message.append(random.nextInt(20) == 0 ? '\n' : 'x');
    }
    return message.append('x').toString();
  }

  @Test
  void memoryIsBoundedByTwoEvents() throws IOException {
    int max = ExportEvents.MAX_EVENT_BYTES;
    byte[] object = new byte[START.length() + 3 * max];
    System.arraycopy(utf8(START), 0, object, 0, START.length());
    try (ExportEvents events = new ExportEvents(new ByteArrayInputStream(object))) {
      assertThatThrownBy(events::next)
          .isInstanceOf(DamagedObjectException.class)
          .hasMessageStartingWith("event 1 is larger than 16777216 bytes, before inflated byte ");
      assertThat(events.inflatedBytes()).isLessThan(2 * max + 100);
      assertThat(events.buffer().length).isLessThan(2 * max + 100);
    }
  }

  @Test
  void oneLineBeforeTheFirstStampMayBeLonger() throws IOException {
    InputStream in = new TrickleStream(utf8("x".repeat(1000) + "\n" + START + "a"), 64);
    try (ExportEvents events = new ExportEvents(in, 16, MAX)) {
      assertThat(events.next()).isTrue();
      assertThat(events.badRecordLength()).isEqualTo(1001);
    }
  }
}
