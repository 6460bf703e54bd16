package io.firn.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/**
 * Events that would break a table whose columns followed them without bounds: the same ones each
 * time, and what they are made of is what schema.md promises to survive.
 */
public final class TortureEvents {
  public static final int EVENTS = 2_000;
  public static final int DISTINCT_KEYS = 5_000;
  private static final int OBJECTS = 8;
  private static final int KEYS_OF_EVENT = 3;
  private static final int RARELY = 40;
  private static final int DEPTH = 60;
  private static final int FIELDS = 300;
  private static final int KEY_LENGTH = 5_000;
  private static final int WIDE_KEYS = 900_000;
  private static final String STAMP = "2026-01-01T00:00:00.000Z ";
  private static final List<String> SQL =
      List.of("select", "from", "where", "order", "group", "table", "timestamp", "NULL", "ROW");

  private final Map<String, List<byte[]>> events = new LinkedHashMap<>();

  private TortureEvents() {}

  /** Writes 2,000 events as export objects in the layout of CreateExportTask. */
  public static TortureEvents write(Path landing) throws IOException {
    TortureEvents written = new TortureEvents();
    for (int object = 0; object < OBJECTS; object++) {
      List<byte[]> messages = new ArrayList<>();
      for (int i = object; i < EVENTS; i += OBJECTS) {
        messages.add(event(i).getBytes(UTF_8));
      }
      written.object(landing, "torture-" + object, messages);
    }
    return written;
  }

  /** Writes two events of 900,000 keys each: at the root, and in an object below it. */
  public static TortureEvents writeWide(Path landing) throws IOException {
    TortureEvents written = new TortureEvents();
    written.object(landing, "wide-0", List.of(wide().getBytes(UTF_8)));
    written.object(landing, "wide-1", List.of(("{\"ids\":" + wide() + "}").getBytes(UTF_8)));
    return written;
  }

  /** The messages of each object, by its URI. */
  public Map<String, List<byte[]>> byObject() {
    return events;
  }

  private void object(Path landing, String stream, List<byte[]> messages) throws IOException {
    Path file =
        landing
            .resolve("0f8fad5b-d9cb-469f-a165-70867728950e")
            .resolve(stream)
            .resolve("000000.gz");
    Files.createDirectories(file.resolveSibling(""));
    try (OutputStream out =
        new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
      for (byte[] message : messages) {
        out.write(STAMP.getBytes(UTF_8));
        out.write(message);
        out.write('\n');
      }
    }
    events.put("file://" + file.toRealPath(), messages);
  }

  /** An object of 900,000 keys. */
  public static String wide() {
    return IntStream.range(0, WIDE_KEYS)
        .mapToObj(i -> "\"k" + i + "\":" + i % 10)
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String event(int i) {
    StringBuilder event = new StringBuilder("{\"shifty\":").append(shifty(i));
    for (int k = 0; k < KEYS_OF_EVENT; k++) {
      int number = (i * KEYS_OF_EVENT + k) % DISTINCT_KEYS;
      event.append(",\"").append(key(number)).append("\":").append(value(number));
    }
    event.append(",\"Tag\":").append(i).append(",\"tag\":\"t\"");
    event.append(",\"a.b\":").append(i).append(",\"a_b\":true");
    event.append(",\"+1\":").append(i).append(",\"-1\":").append(-i);
    event.append(",\"status\":").append(i % 3 == 0 ? "\"ok\"" : "200");
    event.append(",\"status__string\":").append(i % 2 == 0 ? "\"ok\"" : "7");
    event.append(",\"log_time\":").append(i).append(",\"labels\":{\"l").append(i).append("\":1}");
    event.append(rare(i)).append('}');
    return event.toString();
  }

  private static String rare(int i) {
    return switch (i % RARELY) {
      case 0 -> ",\"deep\":" + deep("{\"d\":", "}", i);
      case 1 -> ",\"nested\":" + deep("[", "]", i);
      case 2 -> ",\"items\":[" + struct(i) + "," + struct(i + 1) + "]";
      case 3 -> ",\"" + "x".repeat(KEY_LENGTH - 1) + i / RARELY % 10 + "\":" + i;
      case 4 -> ",\"" + "長".repeat(KEY_LENGTH - 1) + i / RARELY % 10 + "\":{\"v\":" + i + "}";
      case 5 -> ",\"twice\":1,\"twice\":" + i;
      case 6 -> ",\"lone\":\"\\ud800\"";
      default -> "";
    };
  }

  private static String deep(String open, String close, int i) {
    return open.repeat(DEPTH) + i + close.repeat(DEPTH);
  }

  private static String struct(int i) {
    return IntStream.range(0, FIELDS)
        .mapToObj(field -> "\"field_" + field + "\":" + (field % 2 == 0 ? i : "\"v\""))
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** Int, string, bool, object, list and null in turn. */
  private static String shifty(int i) {
    return switch (i % 6) {
      case 0 -> Integer.toString(i);
      case 1 -> "\"s" + i + "\"";
      case 2 -> "true";
      case 3 -> "{\"int\":" + i + ",\"shifty\":" + (i % 4 == 3 ? "1" : "\"x\"") + "}";
      case 4 -> i % 8 == 4 ? "[1,2]" : "[\"a\",1]";
      default -> "null";
    };
  }

  /** A different key for each number. */
  private static String key(int number) {
    return switch (number % 8) {
      case 0 -> String.format(Locale.ROOT, "10.%d.%d.1", number / 256, number % 256);
      case 1 -> "user" + number + "@example.com";
      case 2 -> "https://example.com/path?id=" + number + "&q=%20";
      case 3 -> "键" + chinese(number);
      case 4 -> new String(Character.toChars(0x1F600 + number % 64)) + number / 64;
      case 5 -> number < 8 * SQL.size() ? SQL.get(number / 8) : "select " + number;
      case 6 -> "camelCase" + number;
      default -> "plain_" + number;
    };
  }

  private static String chinese(int number) {
    return Integer.toString(number)
        .chars()
        .mapToObj(digit -> "" + "零一二三四五六七八九".charAt(digit - '0'))
        .collect(Collectors.joining());
  }

  private static String value(int number) {
    return switch (number % 5) {
      case 0 -> Integer.toString(number);
      case 1 -> "\"text " + number + "\"";
      case 2 -> number + ".5";
      case 3 -> "{\"first\":" + number + ",\"second\":{\"third\":[\"x\"]}}";
      default -> "[{\"n\":" + number + "}]";
    };
  }
}
