package io.firn.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.firn.sample.MakeExportCall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A file of log events.
 *
 * @param root the folder of all corpora
 * @param path where the file is below it
 */
record CorpusFile(Path root, String path, Form form) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** Files with a JSON name that are no sequence of JSON values. */
  private static final Set<String> NOT_ALL_JSON =
      Set.of("logfile_invalid_json.json", "logfile_mixed_json2.json");

  /** What is an event in the file, as make-export names it. */
  enum Form {
    LINE,
    JSON,
    STAMP
  }

  /** An event of the file, as an export object holds it. */
  static final class Event {
    private final long epochMillis;
    private final byte[] message;

    Event(long epochMillis, byte[] message) {
      this.epochMillis = epochMillis;
      this.message = message;
    }

    long epochMillis() {
      return epochMillis;
    }

    byte[] message() {
      return message;
    }
  }

  /** A file that is JSON if its name says so, and else lines. */
  static CorpusFile named(Path root, Path file) {
    String path = root.relativize(file).toString();
    String name = file.getFileName().toString();
    boolean json = name.matches(".*\\.(json|ndjson|jsonl)") && !NOT_ALL_JSON.contains(name);
    return new CorpusFile(root, path, json ? Form.JSON : Form.LINE);
  }

  /** A file whose events have export stamps already. */
  static CorpusFile stamped(Path root, Path file) {
    return new CorpusFile(root, root.relativize(file).toString(), Form.STAMP);
  }

  /** The stream that its events are exported from, as it stands in the keys of objects. */
  String stream() {
    return path.replace('/', '-');
  }

  long size() throws IOException {
    return Files.size(file());
  }

  private Path file() {
    return root.resolve(path);
  }

  void export(Path landing, String logGroup, int parts) {
    MakeExportCall.run(
        "--from",
        file().toString(),
        "--events",
        form.name().toLowerCase(Locale.ROOT),
        "--parts",
        Integer.toString(parts),
        "--stream",
        stream(),
        "--log-group",
        logGroup,
        "--out",
        landing.toString());
  }

  /** The events are all bytes of the file but those that stand between events. */
  void assertConsistsOf(List<Event> events) throws IOException {
    byte[] content = Files.readAllBytes(file());
    if (form == Form.JSON) {
      assertValues(events, content);
    } else if (!Arrays.equals(lines(events), withFinalNewline(content))) {
      throw new AssertionError(path + ": exported events are not its lines");
    }
  }

  private static byte[] withFinalNewline(byte[] content) {
    if (content.length > 0 && content[content.length - 1] == '\n') {
      return content;
    }
    byte[] longer = Arrays.copyOf(content, content.length + 1);
    longer[content.length] = '\n';
    return longer;
  }

  private byte[] lines(List<Event> events) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (Event event : events) {
      if (form == Form.STAMP) {
        String stamp = STAMP.format(Instant.ofEpochMilli(event.epochMillis())) + " ";
        lines.writeBytes(stamp.getBytes(UTF_8));
      }
      lines.writeBytes(event.message());
      lines.write('\n');
    }
    return lines.toByteArray();
  }

  private void assertValues(List<Event> events, byte[] content) throws IOException {
    int at = 0;
    for (Event event : events) {
      at = withoutSpace(content, at);
      int end = at + event.message().length;
      if (end > content.length
          || !Arrays.equals(content, at, end, event.message(), 0, event.message().length)) {
        throw new AssertionError(path + ": the event at byte " + at + " is not the exported one");
      }
      at = end;
    }
    int values = 0;
    try (JsonParser parser = JSON.createParser(content)) {
      for (; parser.nextToken() != null; values++) {
        parser.skipChildren();
      }
    }
    if (withoutSpace(content, at) < content.length || values != events.size()) {
      throw new AssertionError(path + ": " + values + " values, " + events.size() + " exported");
    }
  }

  private static int withoutSpace(byte[] content, int from) {
    int at = from;
    while (at < content.length && " \t\r\n".indexOf(content[at]) >= 0) {
      at++;
    }
    return at;
  }
}
