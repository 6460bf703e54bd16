package io.firn.decode;

import static io.firn.decode.Gzips.concat;
import static io.firn.decode.Gzips.gzip;
import static io.firn.decode.Gzips.slice;
import static io.firn.decode.Gzips.utf8;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.ObjectFormat;
import io.firn.decode.Messages.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Small objects of each kind, cut off at every byte and with every byte changed. */
final class DamagedObjectsTest {
  private static final byte[] CHANGES = {1, (byte) 0x80, '{', '"'};

  @ParameterizedTest
  @EnumSource(Shape.class)
  void messages(Shape shape) throws IOException {
    List<String> envelopes = new Messages(new Random(5)).envelopes(2);
    damage(Messages.object(shape, envelopes), ObjectFormat.AUTO);
  }

  @Test
  void aChangedByteCostsNoOtherMessage() throws IOException {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      List<String> before = new Messages(random).envelopes(2);
      String changed = new Messages(random).envelopes(1).get(0);
      Messages after = new Messages(random);
      List<String> lines = new ArrayList<>(before);
      lines.add(changed);
      lines.addAll(after.envelopes(2));
      byte[] object = utf8(String.join("\n", lines));
      int from = utf8(String.join("\n", before)).length + 1;
      for (int at = from; at < from + utf8(changed).length; at++) {
        byte[] broken = object.clone();
        broken[at] = (byte) "{}[]\",:x\\ ".charAt(random.nextInt(10));
        Decoded decoded = Decoded.read(broken, ObjectFormat.SUBSCRIPTION, 1 << 20);
        assertThat(decoded.events())
            .as("seed %s at %s", seed, at)
            .endsWith(after.events.toArray(Decoded.Event[]::new));
      }
    }
  }

  @Test
  void jsonObjects() throws IOException {
    String object = "{\"time\":1794994200,\"a\":[1,\"x\\n\"]}\n{\"b\":{}}{\n\"c\":null}\ntext\n";
    damage(utf8(object), ObjectFormat.NDJSON);
    damage(utf8(object), ObjectFormat.AUTO);
    damage(gzip(object), ObjectFormat.NDJSON);
  }

  @Test
  void lines() throws IOException {
    String object = "2026-11-18 09:30:00 a\r\n\n[2026-11-18T09:30:00.1Z] b\n{}\nlast";
    damage(utf8(object), ObjectFormat.TEXT);
    damage(concat(gzip(object), gzip(object)), ObjectFormat.TEXT);
  }

  @Test
  void exports() throws IOException {
    String object = "2026-11-18T09:30:00.123Z a\n{}\n2026-11-18T09:30:00.124Z b\n";
    damage(utf8(object), ObjectFormat.EXPORT);
    damage(utf8(object), ObjectFormat.AUTO);
    damage(gzip(gzip(object)), ObjectFormat.AUTO);
  }

  private static void damage(byte[] object, ObjectFormat format) throws IOException {
    int step = object.length % 2 == 0 ? 3 : 1 << 20;
    for (int length = 0; length < object.length; length++) {
      read(slice(object, 0, length), format, step);
    }
    for (int at = 0; at < object.length; at++) {
      for (byte change : CHANGES) {
        byte[] changed = object.clone();
        changed[at] = change >= '"' ? change : (byte) (changed[at] ^ change);
        read(changed, format, step);
      }
      byte[] without = concat(slice(object, 0, at), slice(object, at + 1, object.length));
      read(without, format, step);
    }
  }

  /** Whatever it holds: only damage is thrown, and plain objects lose nothing on the way. */
  private static void read(byte[] object, ObjectFormat format, int step) throws IOException {
    try {
      Decoded decoded = Decoded.read(object, format, step);
      if (format == ObjectFormat.TEXT && !isGzip(object)) {
        List<String> lines = new ArrayList<>();
        for (String line : new String(object, ISO_8859_1).split("\n", -1)) {
          lines.add(line.strip());
        }
        lines.removeIf(String::isEmpty);
        assertThat(decoded.messages().stream().map(String::strip)).isEqualTo(lines);
      }
    } catch (DamagedObjectException e) {
      assertThat(e).hasMessageMatching("(?s).*(byte|deep).*");
    }
  }

  private static boolean isGzip(byte[] object) {
    return object.length > 1 && object[0] == 0x1F && object[1] == (byte) 0x8B;
  }
}
