package io.firn.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.BitSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Export objects whose every event follows from the object's number and the event's position, so
 * that rows are checked one by one without a second copy. Objects are written in batches; the last
 * object of each batch has a key in its second half that no batch had before.
 */
public final class NumberedExports {
  private static final String TASK = "0f8fad5b-d9cb-469f-a165-70867728950e";
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  private static final long SECONDS_APART = 7;
  private static final int TEXT_EVERY = 10;
  private static final int WORDS = 12;
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Path landing;
  private final int objectsPerBatch;
  private final int eventsPerObject;
  private int objects;
  private String root;

  public NumberedExports(Path landing, int objectsPerBatch, int eventsPerObject) {
    this.landing = landing;
    this.root = "file://" + landing.toAbsolutePath();
    this.objectsPerBatch = objectsPerBatch;
    this.eventsPerObject = eventsPerObject;
  }

  /** Writes the next batch's objects, in the layout of CreateExportTask. */
  public NumberedExports addBatch() throws IOException {
    for (int i = 0; i < objectsPerBatch; i++) {
      write(objects++);
    }
    return this;
  }

  public String input() {
    return landing.toString();
  }

  /**
   * Copies all objects into a bucket, under the prefix; it is from there that they are ingested.
   */
  public void upload(S3Client client, String bucket, String prefix) throws IOException {
    for (int object = 0; object < objects; object++) {
      String key = prefix + "/" + landing.relativize(file(object));
      client.putObject(
          request -> request.bucket(bucket).key(key), RequestBody.fromFile(file(object)));
    }
    root = "s3://" + bucket + "/" + prefix;
  }

  public int objects() {
    return objects;
  }

  public long events() {
    return (long) objects * eventsPerObject;
  }

  private Path file(int object) {
    return landing
        .resolve(TASK)
        .resolve(String.format(Locale.ROOT, "s%04d", object))
        .resolve("000000.gz");
  }

  private void write(int object) throws IOException {
    Path file = file(object);
    Files.createDirectories(file.resolveSibling(""));
    try (OutputStream out =
        new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
      for (int position = 1; position <= eventsPerObject; position++) {
        String event = STAMP.format(time(position)) + " " + message(object, position) + "\n";
        out.write(event.getBytes(UTF_8));
      }
    }
  }

  private static Instant time(long position) {
    return START.plusSeconds(position * SECONDS_APART);
  }

  private static String text(int object, long position) {
    SplittableRandom random = new SplittableRandom(object * 1_000_003L + position);
    StringBuilder text = new StringBuilder("w");
    for (int word = 0; word < WORDS; word++) {
      text.append(' ').append(Long.toString(random.nextLong(), Character.MAX_RADIX));
    }
    return text.toString();
  }

  private static boolean isText(long position) {
    return position % TEXT_EVERY == 0;
  }

  private @Nullable String freshKey(int object, long position) {
    boolean last = object % objectsPerBatch == objectsPerBatch - 1;
    return last && position > eventsPerObject / 2 ? "fresh_" + object / objectsPerBatch : null;
  }

  private String message(int object, long position) {
    String text = text(object, position);
    if (isText(position)) {
      return text;
    }
    String fresh = freshKey(object, position);
    return "{\"object\":"
        + object
        + ",\"n\":"
        + position
        + ",\"text\":\""
        + text
        + "\""
        + (fresh == null ? "" : ",\"" + fresh + "\":true")
        + "}";
  }

  /** Every event written so far is in the table with its payload, once, and nothing else is. */
  public void assertAllIn(Table table) throws IOException {
    Map<Integer, BitSet> seen = new TreeMap<>();
    try (CloseableIterable<Record> rows = IcebergGenerics.read(table).build()) {
      for (Record row : rows) {
        int object = object((String) row.getField("log_object"));
        int position = (int) (long) row.getField("log_position");
        BitSet positions = seen.computeIfAbsent(object, number -> new BitSet());
        if (positions.get(position)) {
          throw new AssertionError("Twice in the table: " + row);
        }
        positions.set(position);
        check(row, object, position);
      }
    }
    for (int object = 0; object < objects; object++) {
      BitSet positions = seen.getOrDefault(object, new BitSet());
      assertThat(positions.cardinality())
          .as("events of object %d", object)
          .isEqualTo(eventsPerObject);
      assertThat(positions.length()).as("object %d", object).isEqualTo(eventsPerObject + 1);
    }
    assertThat(seen).hasSize(objects);
  }

  /** Where an object is ingested from. */
  public String uri(int object) {
    return root + "/" + landing.relativize(file(object));
  }

  private int object(String uri) {
    String prefix = root + "/" + TASK + "/s";
    assertThat(uri).startsWith(prefix).endsWith("/000000.gz");
    return Integer.parseInt(uri.substring(prefix.length(), prefix.length() + 4));
  }

  private void check(Record row, int object, int position) {
    String text = text(object, position);
    boolean isText = isText(position);
    String fresh = freshKey(object, position);
    boolean same =
        row.getField("log_time").equals(LocalDateTime.ofInstant(time(position), ZoneOffset.UTC))
            && Objects.equals(row.getField("log_message"), isText ? text : null)
            && Objects.equals(row.getField("object"), isText ? null : (long) object)
            && Objects.equals(row.getField("n"), isText ? null : (long) position)
            && Objects.equals(row.getField("text"), isText ? null : text)
            && row.getField("log_rescued") == null
            && freshOf(row).equals(isText || fresh == null ? "" : fresh);
    if (!same) {
      throw new AssertionError(
          "Object "
              + object
              + ", event "
              + position
              + ": "
              + message(object, position)
              + "\nis "
              + row);
    }
  }

  /** Names of the row's fresh columns that hold true. */
  private static String freshOf(Record row) {
    StringBuilder names = new StringBuilder();
    for (var field : row.struct().fields()) {
      if (field.name().startsWith("fresh_") && row.getField(field.name()) != null) {
        names.append(field.name());
      }
    }
    return names.toString();
  }
}
