package io.firn.decode;

import static io.firn.decode.Gzips.concat;
import static io.firn.decode.Gzips.gzip;
import static io.firn.decode.Gzips.slice;
import static io.firn.decode.Gzips.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.ObjectFormat;
import io.firn.decode.Messages.Shape;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DecoderTest {
  private static final String STAMP = "2026-11-18T09:30:00.123Z";
  private static final int[] STEPS = {1, 2, 7, 100, 1 << 20};

  @ParameterizedTest
  @EnumSource(Shape.class)
  void everyShapeGivesTheSameEvents(Shape shape) throws IOException {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      Messages messages = new Messages(random);
      byte[] object = Messages.object(shape, messages.envelopes(5));
      ObjectFormat format = seed % 2 == 0 ? ObjectFormat.AUTO : ObjectFormat.SUBSCRIPTION;

      Decoded decoded = Decoded.read(object, format, STEPS[seed % STEPS.length]);

      assertThat(decoded.events()).as("seed %s", seed).isEqualTo(messages.events);
      assertThat(decoded.bad()).as("seed %s", seed).isEmpty();
      assertThat(decoded.controlMessages()).as("seed %s", seed).isEqualTo(messages.controlMessages);
      assertThat(decoded.recognised()).as("seed %s", seed).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void everyShapeMayBeSplitAnywhere(Shape shape) throws IOException {
    Messages messages = new Messages(new Random(7));
    byte[] object = Messages.object(shape, messages.envelopes(4));
    for (int cut = 1; cut < object.length; cut++) {
      InputStream in =
          new SequenceInputStream(
              new ByteArrayInputStream(object, 0, cut),
              new ByteArrayInputStream(object, cut, object.length - cut));
      Decoder decoder = new Decoder(ObjectFormat.SUBSCRIPTION, InflateBounds.DEFAULT);
      try (LogEvents events = decoder.open(in, 0)) {
        assertThat(Decoded.all(events).events()).as("cut %s", cut).isEqualTo(messages.events);
      }
    }
  }

  @Test
  void everyBufferSizeGivesTheSame() throws IOException {
    Messages messages = new Messages(new Random(11));
    String joined = String.join("\n ", messages.envelopes(6));
    for (int capacity = 1; capacity < 300; capacity++) {
      for (int step : STEPS) {
        Decoded decoded = Decoded.read(utf8(joined), ObjectFormat.SUBSCRIPTION, step, capacity);
        assertThat(decoded.events()).as("capacity %s", capacity).isEqualTo(messages.events);
      }
    }
  }

  @Test
  void membersMayBeCutAnywhere() throws IOException {
    Messages messages = new Messages(new Random(3));
    byte[] content = utf8(String.join("", messages.envelopes(3)));
    for (int cut = 0; cut <= content.length; cut++) {
      byte[] members =
          concat(gzip(slice(content, 0, cut)), gzip(slice(content, cut, content.length)));
      assertThat(Decoded.auto(members).events()).isEqualTo(messages.events);
      assertThat(Decoded.auto(gzip(gzip(members))).events()).isEqualTo(messages.events);
    }
  }

  @Test
  void exportLinesAreRecognised() throws IOException {
    String lines = STAMP + " a\n" + STAMP + " {\"messageType\":1}\n";
    for (String before :
        new String[] {"", "\uFEFF", "half a line\n", "{half a line\n}\n", "{}\n"}) {
      for (byte[] object : List.of(utf8(before + lines), gzip(before + lines))) {
        Decoded decoded = Decoded.auto(object);
        assertThat(decoded.messages()).as(before).containsExactly("a", "{\"messageType\":1}");
        assertThat(decoded.recognised()).isTrue();
        assertThat(decoded.bad()).hasSize(before.length() > 1 ? 1 : 0);
      }
    }
  }

  @Test
  void envelopesAreRecognisedBesideStamps() throws IOException {
    String envelope =
        "{\"messageType\":\"DATA_MESSAGE\",\"logEvents\":[{\"timestamp\":1,\"message\":\"m\"}]}";
    Decoded decoded = Decoded.auto(utf8(envelope + "\n" + STAMP + " text"));

    assertThat(decoded.messages()).containsExactly("m", STAMP + " text");
  }

  @Test
  void jsonObjectsAreRecognised() throws IOException {
    for (String text : new String[] {"{}", "\n {\"a\":1}\n{\"b\":2}", "\uFEFF{\"a\":{}}{}"}) {
      Decoded decoded = Decoded.auto(utf8(text));
      assertThat(decoded.recognised()).as(text).isTrue();
      assertThat(decoded.events()).as(text).isNotEmpty();
      assertThat(decoded.bad()).as(text).isEmpty();
    }
  }

  @Test
  void anObjectLargerThanTheHeadIsRecognised() throws IOException {
    String filler = "x".repeat(2 * Recognition.HEAD_BYTES);
    String late =
        "{\"filler\":\""
            + filler
            + "\",\"logEvents\":[{\"timestamp\":1,\"message\":\"m\"}],"
            + "\"messageType\":\"DATA_MESSAGE\"}";

    assertThat(Decoded.auto(utf8(late)).messages()).containsExactly("m");
    assertThat(Decoded.auto(gzip(late)).messages()).containsExactly("m");
  }

  @Test
  void textIsNotRecognised() throws IOException {
    for (String text : new String[] {"plain", "{plain\n", "[{\"a\":1}]", "1", "\n\n\"a\""}) {
      Decoded decoded = Decoded.auto(utf8(text));
      assertThat(decoded.recognised()).as(text).isFalse();
      assertThat(decoded.events()).as(text).isEmpty();
      assertThat(decoded.badTexts()).as(text).containsExactly("0 " + text);
    }
  }

  @ParameterizedTest
  @EnumSource(ObjectFormat.class)
  void anEmptyObjectIsOfEveryFormat(ObjectFormat format) throws IOException {
    for (byte[] empty :
        List.of(new byte[0], gzip(""), gzip(gzip("")), concat(gzip(""), gzip("")))) {
      Decoded decoded = Decoded.read(empty, format, 1);
      assertThat(decoded.events()).isEmpty();
      assertThat(decoded.bad()).isEmpty();
      assertThat(decoded.recognised()).isTrue();
    }
  }

  @Test
  void theHeadAloneGivesItsEvents() throws IOException {
    byte[] object = gzip("{\"a\":1}\n".repeat(1000));
    Decoder decoder = new Decoder(ObjectFormat.AUTO, InflateBounds.DEFAULT);
    try (LogEvents events = decoder.openHead(new ByteArrayInputStream(object), 0, 80)) {
      for (int i = 0; i < 10; i++) {
        assertThat(events.next()).isTrue();
      }
      assertThat(events.next()).isFalse();
      assertThat(events.inflatedBytes()).isEqualTo(80);
    }
  }

  @ParameterizedTest
  @EnumSource(ObjectFormat.class)
  void closingClosesTheObject(ObjectFormat format) throws IOException {
    boolean[] closed = {false};
    InputStream raw =
        new ByteArrayInputStream(gzip("{}")) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    new Decoder(format, InflateBounds.DEFAULT).open(raw, 0).close();

    assertThat(closed[0]).isTrue();
  }
}
