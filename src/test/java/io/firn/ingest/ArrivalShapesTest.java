package io.firn.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.ObjectFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The same events, in each way that they can arrive, become the same rows, but for what a way
 * cannot carry.
 */
final class ArrivalShapesTest {
  private static final String GROUP = "/shop/orders";
  private static final String STREAM = "api/i-1";
  private static final String TABLE = "logs.orders";

  /** Where an event came from; it differs for each object. */
  private static final Set<String> PROVENANCE = Set.of("log_object", "log_position", "log_batch");

  @TempDir private Path directory;

  /** A log event. */
  private record Event(long millis, String message) {}

  /** A way for events to arrive, and the columns that it has no value for. */
  @SuppressWarnings("ImmutableEnumChecker") // Neither changes.
  private enum Shape {
    FIREHOSE(Shape::members),
    FIREHOSE_COMPRESSED(messages -> gzip(members(messages))),
    FIREHOSE_DECOMPRESSED(messages -> bytes(String.join("", messages))),
    FIREHOSE_DECOMPRESSED_COMPRESSED(messages -> gzip(bytes(String.join("", messages)))),
    FIREHOSE_DECOMPRESSED_LINES(messages -> bytes(String.join("\n", messages) + "\n")),
    LAMBDA(messages -> bytes(awsLogs(messages))),
    KINESIS(messages -> bytes(kinesis(messages))),
    FIREHOSE_TRANSFORMATION(messages -> bytes(transformation(messages))),
    FIREHOSE_HTTP(messages -> bytes(http(messages))),
    BASE64_LINES(messages -> bytes(messages.stream().map(Shape::base64).collect(joining("\n")))),
    /** Messages alone, a line each. */
    FIREHOSE_EXTRACTED(
        ObjectFormat.TEXT, "log_account", "log_id", "log_stream", "log_time", "log_time_source"),
    EXPORT(ObjectFormat.AUTO, "log_account", "log_id", "log_stream");

    private final ObjectFormat format;
    private final Function<List<String>, byte[]> wrap;
    private final Set<String> lacking;

    Shape(Function<List<String>, byte[]> wrap) {
      this.format = ObjectFormat.SUBSCRIPTION;
      this.wrap = wrap;
      this.lacking = Set.of();
    }

    Shape(ObjectFormat format, String... lacking) {
      this.format = format;
      this.wrap = messages -> new byte[0];
      this.lacking = Set.of(lacking);
    }

    byte[] bytes(MixedLake lake, List<Event> events) {
      return switch (this) {
        case EXPORT ->
            gzip(
                bytes(
                    events.stream()
                        .map(event -> stamp(event.millis) + " " + event.message + "\n")
                        .collect(joining())));
        case FIREHOSE_EXTRACTED ->
            gzip(bytes(events.stream().map(event -> event.message + "\n").collect(joining())));
        default -> wrap.apply(messages(lake, events));
      };
    }

    /** Two subscription messages, with a control message between them. */
    private static List<String> messages(MixedLake lake, List<Event> events) {
      int half = events.size() / 2;
      return List.of(
          message(lake, events.subList(0, half)),
          lake.control(),
          message(lake, events.subList(half, events.size())));
    }

    private static String message(MixedLake lake, List<Event> events) {
      return lake.message(
          GROUP,
          STREAM,
          events.stream().map(Event::millis).toList(),
          events.stream().map(Event::message).toList());
    }

    private static byte[] members(List<String> messages) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      messages.forEach(message -> all.writeBytes(gzip(bytes(message))));
      return all.toByteArray();
    }

    private static String base64(String message) {
      return Base64.getEncoder().encodeToString(gzip(bytes(message)));
    }

    private static String awsLogs(List<String> messages) {
      return messages.stream()
          .map(message -> "{\"awslogs\":{\"data\":\"" + base64(message) + "\"}}")
          .collect(joining("\n"));
    }

    private static String kinesis(List<String> messages) {
      return messages.stream()
          .map(message -> "{\"kinesis\":{\"data\":\"" + base64(message) + "\"}}")
          .collect(joining(",", "{\"Records\":[", "]}"));
    }

    private static String transformation(List<String> messages) {
      return messages.stream()
          .map(message -> "{\"recordId\":\"1\",\"data\":\"" + base64(message) + "\"}")
          .collect(joining(",", "{\"records\":[", "]}"));
    }

    private static String http(List<String> messages) {
      return messages.stream()
          .map(message -> "{\"data\":\"" + base64(message) + "\"}")
          .collect(joining(",", "{\"requestId\":\"r\",\"records\":[", "]}"));
    }

    private static byte[] bytes(String text) {
      return text.getBytes(UTF_8);
    }

    private static String stamp(long millis) {
      return Instant.ofEpochMilli(millis).toString().replaceFirst("(:\\d\\d)Z", "$1.000Z");
    }

    private static byte[] gzip(byte[] plain) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
        gzip.write(plain);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return bytes.toByteArray();
    }
  }

  /** A day: JSON of several kinds, plain text, the same event twice, and other alphabets. */
  private static List<Event> day() {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      long millis = MixedLake.START.toEpochMilli() + 421_337L * i;
      String message =
          switch (i % 5) {
            case 0 -> "{\"event\":\"order\",\"total\":" + i + ".5,\"customer\":{\"id\":" + i + "}}";
            case 1 -> "{\"event\":\"ünïcode \\u20ac 😀\",\"tags\":[1,2]}";
            case 2 -> "plain text, tab\tand \"quotes\"";
            case 3 -> "{\"total\":" + i + ",\"big\":" + Long.MAX_VALUE + "}";
            default -> "{\"event\":\"same\"}";
          };
      events.add(new Event(millis, message));
      if (i % 5 == 4) {
        events.add(new Event(millis, message));
      }
    }
    return events;
  }

  private List<Map<String, Object>> ingested(Shape shape, String folder) throws IOException {
    MixedLake lake = new MixedLake(Files.createDirectories(directory.resolve(folder)));
    lake.route(GROUP, TABLE);
    lake.fallback(GROUP);
    lake.format(shape.format);
    lake.object("object", shape.bytes(lake, day()));
    IngestResult result = lake.run();
    assertThat(result.refused()).as(shape.name()).isEmpty();
    assertThat(result.counts().badRecords()).as(shape.name()).isZero();
    List<Map<String, Object>> rows = new ArrayList<>();
    lake.read(TABLE, record -> rows.add(row(record)));
    return rows;
  }

  private static Map<String, Object> row(Record record) {
    Map<String, Object> row = new TreeMap<>();
    record
        .struct()
        .fields()
        .forEach(field -> row.put(field.name(), String.valueOf(record.getField(field.name()))));
    row.keySet().removeAll(PROVENANCE);
    return row;
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void theSameEventsBecomeTheSameRows(Shape shape) throws IOException {
    List<Map<String, Object>> expected = ingested(Shape.FIREHOSE_DECOMPRESSED_LINES, "expected");
    assertThat(expected).hasSize(day().size());
    List<Map<String, Object>> rows = ingested(shape, "shape");

    assertThat(without(rows, shape.lacking))
        .containsExactlyInAnyOrderElementsOf(without(expected, shape.lacking));
    for (String column : shape.lacking) {
      assertThat(rows)
          .as("%s cannot carry %s", shape, column)
          .noneSatisfy(row -> assertThat(row).containsEntry(column, known(expected, column)));
    }
  }

  private static Object known(List<Map<String, Object>> expected, String column) {
    return expected.get(0).getOrDefault(column, "");
  }

  private static List<Map<String, Object>> without(
      List<Map<String, Object>> rows, Set<String> columns) {
    return rows.stream()
        .map(
            row -> {
              Map<String, Object> rest = new TreeMap<>(row);
              rest.keySet().removeAll(columns);
              return rest;
            })
        .toList();
  }
}
