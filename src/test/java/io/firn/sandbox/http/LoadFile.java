package io.firn.sandbox.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.decode.ExportEvents;
import io.firn.decode.Gunzip;
import io.firn.decode.InflateBounds;
import io.firn.parse.Timestamps;
import io.firn.sandbox.InputEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A file's events: lines with export stamps and what follows each, else one event a line, its time
 * from a field of its JSON, or now.
 */
final class LoadFile {
  private static final List<String> TIME_FIELDS =
      List.of("timestamp", "time", "ts", "@timestamp", "eventTime");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STAMP = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{3}Z( .*)?";

  /** What is less, as a time, is in seconds. */
  private static final long LEAST_MILLIS = 100_000_000_000L;

  private static final long MICROS_PER_MILLI = 1000;

  private static final long DAY = Duration.ofDays(1).toMillis();

  private final Path file;
  private final long now;
  private final long shift;

  /** Takes {@code now} for events that tell no time, in milliseconds since 1970. */
  LoadFile(Path file, long now) {
    this(file, now, 0);
  }

  private LoadFile(Path file, long now, long shift) {
    this.file = file;
    this.now = now;
    this.shift = shift;
  }

  /** The same by whole days, in UTC, earlier or later: the first event's day is so long ago. */
  LoadFile movedTo(int daysAgo) throws IOException {
    long[] first = {Long.MAX_VALUE};
    forEach(event -> first[0] = Math.min(first[0], event.timestamp()));
    long days = Math.floorDiv(now, DAY) - daysAgo - Math.floorDiv(first[0], DAY);
    return first[0] == Long.MAX_VALUE ? this : new LoadFile(file, now, shift + days * DAY);
  }

  void forEach(Consumer<InputEvent> target) throws IOException {
    Consumer<InputEvent> moved =
        event -> target.accept(new InputEvent(event.timestamp() + shift, event.message()));
    if (isStamped()) {
      readStamped(moved);
    } else {
      readLines(moved);
    }
  }

  private InputStream open() throws IOException {
    return Gunzip.peel(Files.newInputStream(file), InflateBounds.DEFAULT);
  }

  private boolean isStamped() throws IOException {
    try (BufferedReader reader = new BufferedReader(new InputStreamReader(open(), UTF_8))) {
      String first = reader.readLine();
      return first != null && first.matches(STAMP);
    }
  }

  private void readStamped(Consumer<InputEvent> target) throws IOException {
    try (ExportEvents events = new ExportEvents(open())) {
      while (events.next()) {
        String message = new String(events.buffer(), events.offset(), events.length(), UTF_8);
        target.accept(new InputEvent(events.epochMillis(), message));
      }
    }
  }

  private void readLines(Consumer<InputEvent> target) throws IOException {
    try (BufferedReader reader = new BufferedReader(new InputStreamReader(open(), UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.isEmpty()) {
          target.accept(new InputEvent(time(line).orElse(now), line));
        }
      }
    }
  }

  private static OptionalLong time(String line) {
    if (!line.startsWith("{")) {
      return OptionalLong.empty();
    }
    try {
      JsonNode node = JSON.readTree(line);
      return TIME_FIELDS.stream()
          .map(node::path)
          .map(LoadFile::millis)
          .filter(OptionalLong::isPresent)
          .findFirst()
          .orElse(OptionalLong.empty());
    } catch (JsonProcessingException e) {
      return OptionalLong.empty();
    }
  }

  private static OptionalLong millis(JsonNode value) {
    if (value.isNumber()) {
      double number = value.asDouble();
      return OptionalLong.of((long) (number < LEAST_MILLIS ? number * 1000 : number));
    }
    OptionalLong micros = Timestamps.iso(value.asText().getBytes(UTF_8));
    return micros.isPresent()
        ? OptionalLong.of(Math.floorDiv(micros.getAsLong(), MICROS_PER_MILLI))
        : micros;
  }
}
