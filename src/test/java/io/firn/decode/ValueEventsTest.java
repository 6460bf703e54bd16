package io.firn.decode;

import static io.firn.decode.Decoded.OBJECT_MILLIS;
import static io.firn.decode.Gzips.concat;
import static io.firn.decode.Gzips.gzip;
import static io.firn.decode.Gzips.slice;
import static io.firn.decode.Gzips.utf8;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.ObjectFormat;
import io.firn.decode.Decoded.Event;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ValueEventsTest {
  private static final String GOOD = "{\"id\":\"7\",\"timestamp\":5,\"message\":\"m\"}";
  private static final Event EVENT = new Event(new Origin("1", "g", "s"), "7", 5, true, "m");

  @Test
  void elementsThatAreNoLogEventsBecomeBadRecords() throws IOException {
    String[] bad = {
      "{}",
      "1",
      "null",
      "[" + GOOD + "]",
      "\"text\"",
      "{\"timestamp\":5}",
      "{\"message\":\"m\"}",
      "{\"timestamp\":5,\"message\":null}",
      "{\"timestamp\":5,\"message\":{\"a\":1}}",
      "{\"timestamp\":\"5\",\"message\":\"m\"}",
      "{\"timestamp\":5.5,\"message\":\"m\"}",
      "{\"timestamp\":5e3,\"message\":\"m\"}",
      "{\"timestamp\":-,\"message\":\"m\"}",
      "{\"timestamp\":253402300800000,\"message\":\"m\"}",
      "{\"timestamp\":-62167219200001,\"message\":\"m\"}",
      "{\"timestamp\":99999999999999999999,\"message\":\"m\"}",
      "{\"timestamp\":5,\"message\":\"\\q\"}",
      "{\"timestamp\":5,\"message\":\"\\u12g4\"}",
      "{\"timestamp\":5,\"message\":\"\\u12\"}",
      "{\"timestamp\":5,\"message\":\"m\",\"id\":[]}",
      "{\"timestamp\":5,\"message\":\"m\",\"id\":\"ä\"}",
      "{\"timestamp\":5,\"message\":\"m\",\"id\":true}"
    };
    for (String element : bad) {
      String envelope = envelope(GOOD + " , " + element + "," + GOOD);
      Decoded decoded = Decoded.read(utf8(envelope), ObjectFormat.SUBSCRIPTION, 3);

      assertThat(decoded.events()).as(element).containsExactly(EVENT, EVENT);
      assertThat(decoded.bad()).as(element).hasSize(1);
      BadBytes piece = decoded.bad().get(0);
      assertThat(piece.position()).isEqualTo(1);
      assertThat(piece.kept()).as(element).isEqualTo(utf8(element));
      assertThat(piece.length()).isEqualTo(utf8(element).length);
      assertThat(piece.reason()).contains("log event");
    }
  }

  @ParameterizedTest
  @CsvSource({"'\"\"',", "null,", "12,12", "-3,-3", "'\"0x1f z\"',0x1f z"})
  void idsAreKeptAsTheyAre(String json, String id) throws IOException {
    String event = "{\"id\":" + json + ",\"timestamp\":-5,\"message\":\"\"}";
    Decoded decoded = Decoded.auto(utf8(envelope(event)));

    assertThat(decoded.events())
        .containsExactly(new Event(new Origin("1", "g", "s"), id, -5, true, ""));
  }

  @Test
  void envelopesNeedATypeAndLogEvents() throws IOException {
    List<String> payloads =
        List.of(
            "{\"messageType\":\"DATA_MESSAGE\"}",
            "{\"messageType\":\"DATA_MESSAGE\",\"logEvents\":{}}",
            "{\"messageType\":\"CONTROL_MESSAGE\"}",
            "{\"messageType\":\"OTHER\",\"logEvents\":[]}",
            "{\"messageType\":1,\"logEvents\":[]}",
            "{\"a\":{\"messageType\":\"DATA_MESSAGE\",\"logEvents\":[]}}",
            "{\"messageType\":\"DATA_MESSAGE\",\"logEvents\":[],\"logEvents\":[" + GOOD + "]}",
            "{\"Records\":[]}",
            "{\"Records\":[{\"eventName\":\"x\"}]}",
            "{\"Records\":[{\"kinesis\":{\"data\":1}}]}",
            "{\"Records\":{\"kinesis\":{\"data\":\"\"}}}",
            "{\"records\":[{\"data\":\"aGVsbG8=\"}]}",
            "{\"awslogs\":{\"data\":\"aGVsbG8=\"}}",
            "{\"awslogs\":{}}",
            "{}");
    for (String payload : payloads) {
      Decoded decoded =
          Decoded.read(utf8(envelope(GOOD) + payload), ObjectFormat.SUBSCRIPTION, 100);

      assertThat(decoded.events())
          .as(payload)
          .containsExactly(EVENT, new Event(null, null, OBJECT_MILLIS, false, payload));
      assertThat(decoded.bad()).isEmpty();
    }
  }

  @Test
  void originsMayBeMissingInPart() throws IOException {
    String envelope =
        "{\"messageType\":\"DATA_MESSAGE\",\"owner\":12,\"logGroup\":\"\\u00e4\\/b\","
            + "\"logStream\":null,\"logEvents\":["
            + GOOD
            + "]}";
    assertThat(Decoded.auto(utf8(envelope)).events())
        .containsExactly(new Event(new Origin(null, "ä/b", null), "7", 5, true, "m"));
  }

  @Test
  void payloadsThatAreNoMessagesAreEvents() throws IOException {
    String hello = Messages.base64(utf8("Hello World"));
    String json = Messages.base64(utf8("{\"time\":\"2026-11-18T09:30:00Z\"}"));
    for (String object :
        List.of(
            Messages.kinesis(Messages.record(hello) + "," + Messages.record(json)),
            Messages.firehose(Messages.put(hello) + "," + Messages.put(json)),
            "{\"requestId\":\"r\",\"timestamp\":1,\"records\":[{\"data\":\""
                + hello
                + "\"},{\"data\":\""
                + json
                + "\"}]}")) {
      assertThat(Decoded.auto(utf8(object)).events())
          .containsExactly(
              new Event(null, null, OBJECT_MILLIS, false, "Hello World"),
              new Event(
                  null, null, 1_794_994_200_000L, true, "{\"time\":\"2026-11-18T09:30:00Z\"}"));
    }
  }

  @Test
  void recordsWithoutPayloadAreBadRecords() throws IOException {
    String good = Messages.record(Messages.zipped(envelope(GOOD)));
    for (String bad :
        List.of("{}", "1", "{\"kinesis\":{}}", Messages.record("a"), Messages.record("a=aa"))) {
      String object = Messages.kinesis(good + "," + bad + "," + good);
      Decoded decoded = Decoded.auto(utf8(object));

      assertThat(decoded.events()).as(bad).containsExactly(EVENT, EVENT);
      assertThat(decoded.badTexts()).as(bad).containsExactly("1 " + bad);
    }
  }

  @Test
  void wrappersTooDeepAreEvents() throws IOException {
    String object = envelope(GOOD);
    for (int i = 0; i < ValueEvents.MOST_WRAPPERS; i++) {
      object = Messages.kinesis(Messages.record(Messages.zipped(object)));
    }
    assertThat(Decoded.auto(utf8(object)).events()).containsExactly(EVENT);
    String fourth = Messages.kinesis(Messages.record(Messages.zipped(object)));
    assertThat(Decoded.auto(utf8(fourth)).messages())
        .containsExactly(Messages.kinesis(Messages.record(Messages.zipped(envelope(GOOD)))));
  }

  @Test
  void brokenPayloadsAreDamage() {
    byte[] zipped = gzip(envelope(GOOD));
    byte[] cut = slice(zipped, 0, zipped.length - 9);
    String object = envelope(GOOD) + Messages.kinesis(Messages.record(Messages.base64(cut)));
    assertThatThrownBy(() -> Decoded.auto(utf8(object)))
        .isInstanceOf(DamagedObjectException.class)
        .hasMessageStartingWith(
            "payload in the value that begins at inflated byte "
                + envelope(GOOD).length()
                + ": gzip is cut off in its ");
  }

  @Test
  void bombsInPayloadsAreFoundTogether() throws IOException {
    String payload = "{\"a\":\"" + "x".repeat(16 << 20) + "\"}";
    String record = Messages.record(Messages.zipped(payload));
    String object = Messages.kinesis(String.join(",", List.of(record, record, record, record)));
    assertThat(Decoded.auto(utf8(Messages.kinesis(record))).events()).hasSize(1);
    assertThatThrownBy(() -> Decoded.auto(utf8(object)))
        .isInstanceOf(DamagedObjectException.class)
        .hasMessageContaining("gzip inflates to more than 500 times its size (zip bomb?)");
    byte[] nested = gzip(utf8(object + object));
    assertThatThrownBy(() -> Decoded.auto(nested)).isInstanceOf(DamagedObjectException.class);
  }

  @Test
  void ndjsonObjectsMayStandInAnyWay() throws IOException {
    String pretty = "{\n  \"a\": [1, {\"b\": \"}{\"}],\n  \"c\": null\n}";
    String object = "{\"a\":1}\n" + pretty + "{}{\"x\":{}} \r\n\n\t{\"y\":\"\\\"\\\\\"}";
    Decoded decoded = Decoded.read(utf8(object), ObjectFormat.NDJSON, 2);

    assertThat(decoded.messages())
        .containsExactly("{\"a\":1}", pretty, "{}", "{\"x\":{}}", "{\"y\":\"\\\"\\\\\"}");
    assertThat(decoded.recognised()).isTrue();
  }

  @Test
  void ndjsonUnwrapsNothing() throws IOException {
    List<String> objects =
        List.of(
            envelope(GOOD),
            Messages.lambda(Messages.zipped(envelope(GOOD))),
            Messages.kinesis(Messages.record(Messages.zipped(envelope(GOOD)))));
    Decoded decoded = Decoded.read(utf8(String.join("\n", objects)), ObjectFormat.NDJSON, 1000);

    assertThat(decoded.messages()).isEqualTo(objects);
  }

  @Test
  void whatIsNoObjectIsLinesOfText() throws IOException {
    String object =
        "text {\"a\":1}\r\n[1,\n{\"a\":1}{\"b\":\n{\"c\":1,}\n  {\"d\":\"\n{\"e\":tru}]\n{x\n7";
    Decoded decoded = Decoded.read(utf8(object), ObjectFormat.NDJSON, 1);

    assertThat(decoded.messages())
        .containsExactly(
            "text {\"a\":1}",
            "[1,",
            "{\"a\":1}",
            "{\"b\":",
            "{\"c\":1,}",
            "{\"d\":\"",
            "{\"e\":tru}",
            "]",
            "{x",
            "7");
  }

  @Test
  void textOfASubscriptionEndsBeforeAMessage() throws IOException {
    String broken = "{\"messageType\":\"DATA_MESSAGE\",]";
    for (String text : List.of("text", "{\"a\":1,,}", broken, "{\"a\":\"\n", "\u00ff", "   x ")) {
      String object = envelope(GOOD) + text + envelope(GOOD) + envelope(GOOD);
      for (int step : new int[] {1, 5, 1000}) {
        Decoded decoded = Decoded.read(utf8(object), ObjectFormat.SUBSCRIPTION, step);
        assertThat(decoded.events()).as(text).hasSize(4);
        assertThat(decoded.events()).filteredOn(EVENT::equals).hasSize(3);
      }
    }
  }

  @Test
  void randomPiecesAreAllAccountedFor() throws IOException {
    String[] pieces = {
      "{",
      "}",
      "[",
      "]",
      "\"",
      ":",
      ",",
      "a",
      "1",
      "\n",
      "\\",
      " ",
      "{\"a\":1}",
      "{}",
      "\"k\":",
      "{\"messageType\"",
      "true",
      "\r\n",
      "é"
    };
    for (int seed = 0; seed < 30_000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      int count = random.nextInt(20);
      for (int i = 0; i < count; i++) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      ObjectFormat format = random.nextBoolean() ? ObjectFormat.NDJSON : ObjectFormat.SUBSCRIPTION;
      byte[] object = utf8(text.toString());
      int step = 1 + random.nextInt(30);
      int capacity = 1 + random.nextInt(40);
      try {
        Decoded decoded = Decoded.read(object, format, step, capacity);
        String read = String.join("", decoded.messages());
        assertThat(withoutSpace(read))
            .as("seed %s: %s", seed, text)
            .isEqualTo(withoutSpace(new String(object, ISO_8859_1)));
      } catch (DamagedObjectException e) {
        assertThat(e).as("seed %s: %s", seed, text).hasMessageStartingWith("JSON is cut off: ");
      }
    }
  }

  private static String withoutSpace(String text) {
    return text.replaceAll("[ \r\n]", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "{\"a\":1", "{}\n{\"a\":{\"b\":[1,2", "{\"a\":\"\\", "{\"a\":\"x"})
  void anObjectThatIsCutOffIsDamage(String object) {
    for (ObjectFormat format : List.of(ObjectFormat.NDJSON, ObjectFormat.SUBSCRIPTION)) {
      assertThatThrownBy(() -> Decoded.read(utf8(object), format, 1))
          .isInstanceOf(DamagedObjectException.class)
          .hasMessage(
              "JSON is cut off: the object that begins at inflated byte %s has no end",
              object.startsWith("{}") ? 3 : 0);
    }
  }

  @Test
  void goodEventsBeforeTheDamageAreCounted() throws IOException {
    Decoder decoder = new Decoder(ObjectFormat.AUTO, InflateBounds.DEFAULT);
    byte[] damaged = gzip(envelope(GOOD));
    damaged[damaged.length - 6] ^= 1;
    byte[] object = concat(gzip(envelope(GOOD + "," + GOOD)), damaged);
    try (LogEvents events = decoder.open(new ByteArrayInputStream(object), 0)) {
      // What was inflated before a wrong checksum was found counts with what came before.
      assertThatThrownBy(
              () -> {
                while (events.next()) {
                  assertThat(events.length()).isEqualTo(1);
                }
              })
          .isInstanceOf(DamagedObjectException.class)
          .hasMessageStartingWith("gzip has a wrong checksum");
      assertThat(events.position()).isBetween(2L, 3L);
      assertThatThrownBy(events::next).isInstanceOf(DamagedObjectException.class);
    }
  }

  @Test
  void linesAreEvents() throws IOException {
    String object =
        "\uFEFF2026-11-18 09:30:00,5 first\r\n\n  indented {\"a\":1}\n \t\r\n{\"b\":1}{\"c\":2}\nlast\r";
    for (int step = 1; step < 20; step++) {
      Decoded decoded = Decoded.read(utf8(object), ObjectFormat.TEXT, step);
      assertThat(decoded.events())
          .containsExactly(
              new Event(null, null, 1_794_994_200_500L, true, "2026-11-18 09:30:00,5 first"),
              new Event(null, null, OBJECT_MILLIS, false, "  indented {\"a\":1}"),
              new Event(null, null, OBJECT_MILLIS, false, "{\"b\":1}{\"c\":2}"),
              new Event(null, null, OBJECT_MILLIS, false, "last\r"));
      assertThat(decoded.recognised()).isTrue();
    }
  }

  @Test
  void whatIsNotOfTheFormatIsNotRecognised() throws IOException {
    byte[] json = utf8("{\"a\":1}");
    assertThat(Decoded.read(json, ObjectFormat.SUBSCRIPTION, 1).recognised()).isFalse();
    assertThat(Decoded.read(utf8("text\n"), ObjectFormat.NDJSON, 1).recognised()).isFalse();
    assertThat(Decoded.read(utf8(" \n"), ObjectFormat.NDJSON, 1).recognised()).isTrue();
    assertThat(Decoded.read(json, ObjectFormat.EXPORT, 1).recognised()).isFalse();
  }

  @Test
  void largeValuesAreDamage() throws IOException {
    for (int size : new int[] {10, 11}) {
      byte[] object = utf8("{\"a\":\"" + "x".repeat(size - 8) + "\"}");
      byte[] line = utf8("x".repeat(size));
      for (int step : new int[] {1, 100}) {
        for (int capacity : new int[] {1, 8, 100}) {
          JsonValues values =
              new JsonValues(
                  new TrickleStream(object, step), JsonValues.Cut.OBJECTS, capacity, 10, 10);
          JsonValues lines =
              new JsonValues(
                  new TrickleStream(line, step), JsonValues.Cut.OBJECTS, capacity, 10, 10);
          if (size == 10) {
            assertThat(values.next() && lines.next()).isTrue();
            assertThat(values.next() || lines.next()).isFalse();
          } else {
            assertThatThrownBy(values::next)
                .isInstanceOf(DamagedObjectException.class)
                .hasMessageStartingWith(
                    "the JSON object that begins at inflated byte 0 is larger than 10 bytes; ");
            assertThatThrownBy(lines::next)
                .isInstanceOf(DamagedObjectException.class)
                .hasMessageStartingWith(
                    "the line that begins at inflated byte 0 is larger than 10 bytes; ");
          }
        }
      }
    }
  }

  @Test
  void manyBadRecordsTakeNoMoreMemoryThanSome() throws IOException {
    String large = "\"" + "x".repeat(3 << 20) + "\"";
    String elements = "1,".repeat(3000) + large + "," + large + "," + GOOD;
    List<BadBytes> bad = Decoded.auto(utf8(envelope(elements))).bad();

    assertThat(bad).hasSize(BadRecords.MOST_RECORDS);
    assertThat(bad).extracting(BadBytes::position).containsOnly(0L);
    assertThat(bad.stream().mapToLong(BadBytes::length).sum()).isEqualTo(3000 + 2 * large.length());
    assertThat(bad.get(bad.size() - 1).reason()).startsWith("2003 more ");
    String few = large + "," + GOOD;
    assertThat(Decoded.auto(utf8(envelope(few))).bad().get(0).kept()).hasSize(BadBytes.MOST_KEPT);
  }

  @Test
  void deepNestingIsNoTrouble() throws IOException {
    String object = "{\"a\":" + "[{\"a\":".repeat(100_000) + "1" + "}]".repeat(100_000) + "}";
    assertThat(Decoded.auto(utf8(object + object)).messages()).containsExactly(object, object);
  }

  private static String envelope(String logEvents) {
    return "{\"messageType\":\"DATA_MESSAGE\",\"owner\":\"1\",\"logGroup\":\"g\",\"logStream\":\"s\","
        + "\"logEvents\":["
        + logEvents
        + "]}";
  }
}
