package io.firn.sample;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.decode.ExportEvents;
import io.firn.decode.Gunzip;
import io.firn.decode.InflateBounds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class MakeExportTest {
  private static final long START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

  @TempDir private Path dir;

  private String stdout = "";
  private String stderr = "";

  private record Event(long epochMillis, String message) {}

  @Test
  void layoutIsThatOfCreateExportTask() throws IOException {
    write("a\nb\nc\n");

    assertThat(make("--stream", "2026/01/01/[$LATEST]ab", "--parts", "2")).isZero();

    String task = dir.resolve("out").relativize(firstObject()).getName(0).toString();
    assertThat(task).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    assertThat(files().keySet())
        .containsExactlyInAnyOrder(
            task + "/2026-01-01-[$LATEST]ab/000000.gz",
            task + "/2026-01-01-[$LATEST]ab/000001.gz",
            "aws-logs-write-test");
    assertThat(dir.resolve("out/aws-logs-write-test")).hasContent("Permission Check Successful");
    assertThat(dir.resolve("out")).isDirectoryNotContaining("glob:**/.*");
    assertThat(stdout)
        .contains("Wrote 2 objects, 3 events, 81 bytes (", "of log group /app/a to ")
        .contains("scripts/firn ingest --input ", " --table logs.app_a --log-group /app/a ");
  }

  @Test
  void objectsAreTheSameBytesEachTime() throws IOException {
    write("a\nb\nc\n");
    make();
    Map<String, byte[]> first = files();
    Path object = firstObject();
    FileTime time = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(object, time);

    assertThat(make()).isZero();

    assertThat(files()).usingRecursiveComparison().isEqualTo(first);
    assertThat(Files.getLastModifiedTime(object)).isEqualTo(time);
    assertThat(Files.readAllBytes(object))
        .startsWith(0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF); // no time, no name
  }

  @Test
  void objectThatWasChangedIsMadeAgain() throws IOException {
    write("a\n");
    make();
    Map<String, byte[]> first = files();
    Files.writeString(firstObject(), "damaged");

    assertThat(make()).isZero();

    assertThat(files()).usingRecursiveComparison().isEqualTo(first);
  }

  @Test
  void otherContentIsAnotherTask() throws IOException {
    write("a\n");
    make();
    write("b\n");
    make();

    assertThat(files()).hasSize(3);
  }

  @Test
  void lineEventsAreLines() throws IOException {
    write("a\r\n\n{\"b\":1}\n\u00EF\u00BB\u00BF\u0000\u00FF\n" + "x".repeat(200_000) + "\n\nend");

    assertThat(make("--interval", "5")).isZero();

    assertThat(events())
        .containsExactly(
            new Event(START, "a\r"),
            new Event(START + 5, ""),
            new Event(START + 10, "{\"b\":1}"),
            new Event(START + 15, "\u00EF\u00BB\u00BF\u0000\u00FF"),
            new Event(START + 20, "x".repeat(200_000)),
            new Event(START + 25, ""),
            new Event(START + 30, "end"));
  }

  @Test
  void linesThatBeginWithStampsStayOneEventEach() throws IOException {
    write("2026-01-01T00:00:00.000Z a\n2026-01-01T00:00:00.000Z b\n");

    make("--start", "1969-12-31T23:59:59.999Z");

    assertThat(events())
        .containsExactly(
            new Event(-1, "2026-01-01T00:00:00.000Z a"),
            new Event(999, "2026-01-01T00:00:00.000Z b"));
  }

  @Test
  void jsonEventsAreWholeValuesAsTheyLie() throws IOException {
    List<String> values =
        List.of(
            "{\n  \"a\": [1,\r\n 2],\n\n  \"b\": {\"c\": \"}\\\"{\"}\n}",
            "{}",
            "[ ]",
            "\"text \\u00e9 \u00C3\u00A9\"",
            "-12.50e3",
            "0",
            "true",
            "null",
            "\"\"",
            "{\"k\":" + "[".repeat(5000) + "]".repeat(5000) + "}",
            "{\"long\":\"" + "y".repeat(100_000) + "\"}");
    for (String separator : new String[] {"\n", " \r\n\t ", " "}) {
      write(" " + String.join(separator, values) + separator);

      assertThat(make("--events", "json")).isZero();

      assertThat(events()).extracting(Event::message).containsExactlyElementsOf(values);
      deleteOut();
    }
  }

  @Test
  void jsonValuesMayTouchEachOther() throws IOException {
    write("\u00EF\u00BB\u00BF{\"a\":1}{\"b\":2}[3]{\"c\":4}");

    make("--events", "json");

    assertThat(events())
        .extracting(Event::message)
        .containsExactly("{\"a\":1}", "{\"b\":2}", "[3]", "{\"c\":4}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1},{\"a\":2}|7",
        "{\"a\":1} oops {\"a\":2}|8",
        "'{\"a\":1}\r\n {\"a\":'|10",
        "'{}{\"a\":\"x\n2026-01-01T00:00:00.000Z y\"}'|2",
        "'{}{\"a\":1\n2026-01-01T00:00:00.000Z }'|2",
        "{a:1}|0",
        "NaN|0"
      })
  void whatIsNotJsonIsRefusedWithItsOffset(String text, String offset) throws IOException {
    write(text);

    assertThat(make("--events", "json")).isEqualTo(2);

    assertThat(stderr)
        .startsWith("Cannot make export: ")
        .contains("no whole JSON value begins at byte " + offset + ": ");
    try (Stream<Path> left = Files.walk(dir)) {
      assertThat(left.filter(Files::isRegularFile)).containsExactly(dir.resolve("in"));
    }
  }

  @Test
  void stampedEventsKeepStampsAndGrouping() throws IOException {
    List<String> lines =
        List.of(
            "2026-03-01T10:00:00.007Z first",
            "\tat line",
            "",
            "2026-03-01T09:00:00.000Z",
            "2026-02-30T00:00:00.000Z is no date",
            "2026-03-01T10:00:00.008Z last\r",
            "");
    write(String.join("\n", lines));

    assertThat(make("--events", "stamp")).isZero();

    long first = Instant.parse("2026-03-01T10:00:00.007Z").toEpochMilli();
    assertThat(events())
        .containsExactly(
            new Event(first, "first\n\tat line\n"),
            new Event(first - 3_600_007, "\n2026-02-30T00:00:00.000Z is no date"),
            new Event(first + 1, "last\r"));
  }

  @ParameterizedTest
  @CsvSource({
    "'head\n2026-03-01T10:00:00.007Z a', its first 5 bytes lie before",
    "'no stamp at all', it has no line that begins with a stamp"
  })
  void stampedFilesBeginWithAStamp(String text, String reason) throws IOException {
    write(text);

    assertThat(make("--events", "stamp")).isEqualTo(2);

    assertThat(stderr).contains(reason);
  }

  @ParameterizedTest
  @CsvSource({"10, 3", "7, 7", "3, 5", "1, 1", "100, 9"})
  void partsHoldConsecutiveEventsEvenly(int events, int parts) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < events; i++) {
      text.append(i).append('\n');
    }
    write(text.toString());

    assertThat(make("--parts", String.valueOf(parts))).isZero();

    List<Integer> sizes = new ArrayList<>();
    List<Event> all = new ArrayList<>();
    for (byte[] object : objects()) {
      List<Event> part = read(object);
      sizes.add(part.size());
      all.addAll(part);
    }
    assertThat(sizes).hasSize(Math.min(events, parts));
    assertThat(sizes).allSatisfy(n -> assertThat(n).isBetween(events / sizes.size(), events));
    assertThat(sizes.stream().mapToInt(n -> n).max().orElseThrow())
        .isLessThanOrEqualTo(events / sizes.size() + 1);
    for (int i = 0; i < events; i++) {
      assertThat(all.get(i)).isEqualTo(new Event(START + i * 1000L, String.valueOf(i)));
    }
  }

  @Test
  void gzippedFilesAreWrappedToo() throws IOException {
    write("a\nb\n");
    make();
    Path object = firstObject();
    Files.move(object, dir.resolve("in"), StandardCopyOption.REPLACE_EXISTING);

    assertThat(make("--events", "stamp")).isZero();

    assertThat(events()).extracting(Event::message).containsExactly("a", "b");
  }

  @ParameterizedTest
  @CsvSource({"NESTED, 500, 900, 4.5, 8.0", "FLAT, 270, 350, 4.5, 8.0"})
  void generatedEventsAreJsonOfTheSizeThatWasAskedFor(
      String shape, int least, int most, double leastRatio, double mostRatio) throws IOException {
    assertThat(generate("--generate", "4MB", "--files", "3", "--shape", shape)).isZero();

    long bytes = 0;
    long compressed = 0;
    long events = 0;
    Set<String> messages = new HashSet<>();
    ObjectMapper mapper = new ObjectMapper();
    for (byte[] object : objects()) {
      compressed += object.length;
      long last = START;
      for (Event event : read(object)) {
        bytes += event.message.length() + 26;
        events++;
        messages.add(event.message);
        JsonNode json = mapper.readTree(event.message);
        String time = json.path(shape.equals("FLAT") ? "time" : "timestamp").asText();
        assertThat(Instant.parse(time).toEpochMilli()).isEqualTo(event.epochMillis);
        assertThat(event.epochMillis).isBetween(last, START + 2 * 86_400_000L);
        last = event.epochMillis;
      }
      assertThat(last).isGreaterThan(START + 2 * 86_400_000L - 3_600_000L);
    }
    assertThat(bytes).isBetween(4_000_000L, 4_040_000L);
    assertThat(messages).hasSize((int) events);
    assertThat((double) bytes / events).isBetween((double) least, (double) most);
    assertThat((double) bytes / compressed).isBetween(leastRatio, mostRatio);
    assertThat(objects()).hasSize(3);
  }

  @Test
  void generatedBytesAreTheSameEachTime() throws IOException {
    generate("--generate", "300KB", "--files", "4");
    Map<String, byte[]> first = files();
    deleteOut();

    generate("--generate", "300KB", "--files", "4");

    assertThat(first).hasSize(5);
    assertThat(files()).usingRecursiveComparison().isEqualTo(first);
  }

  @Test
  void generatedEventsFollowAnInterval() throws IOException {
    generate("--generate", "10KB", "--files", "1", "--interval", "250");

    List<Event> events = events();
    for (int i = 0; i < events.size(); i++) {
      assertThat(events.get(i).epochMillis).isEqualTo(START + i * 250L);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--parts 0, Invalid parts: 0 (must be 1 to 1000000)",
    "--stream a:b, Invalid stream: 'a:b' (must be",
    "--interval -1, Invalid interval: -1 (must be >= 0 ms)",
    "--start +10000-01-01T00:00:00Z, Invalid start: +10000-01-01T00:00:00Z (must be",
    "--start tomorrow, Invalid value for option '--start'",
    "--events xml, Invalid value for option '--events'",
    "--events stamp --interval 5, Invalid --start or --interval",
    "--generate 1GB, mutually exclusive",
    "--log-group a:b, Invalid log group: 'a:b' (must be",
    "--nonsense, Unknown option: '--nonsense'"
  })
  void wrongUsageSaysWhatIsWrong(String options, String message) throws IOException {
    write("a\n");

    assertThat(make(options.split(" "))).isEqualTo(2);

    assertThat(stderr).contains(message);
    assertThat(dir.resolve("out")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"1GiB", "0MB", "-1MB", "12", "1.5GB"})
  void sizesAreDecimal(String size) {
    assertThat(generate("--generate=" + size)).isEqualTo(2);
    assertThat(stderr).contains("Invalid size: ");
  }

  @Test
  void missingOrEmptyFilesAreWrongUsage() throws IOException {
    assertThat(make()).isEqualTo(2);
    assertThat(stderr).contains("Invalid --from: ", "(must be a file)");

    write("");
    assertThat(make()).isEqualTo(2);
    assertThat(stderr).contains("it holds no event");
  }

  @Test
  void failureOfTheDiskHasItsOwnExitCode() throws IOException {
    write("a\n");
    Files.writeString(dir.resolve("out"), "a file where a folder must be");

    assertThat(make()).isEqualTo(3);

    assertThat(stderr).startsWith("Cannot make export: ").contains("out");
  }

  private void write(String latin1) throws IOException {
    Files.write(dir.resolve("in"), latin1.getBytes(ISO_8859_1));
  }

  private int make(String... options) {
    List<String> all = new ArrayList<>(List.of("--from", dir.resolve("in").toString()));
    all.addAll(List.of(options));
    return run(all);
  }

  private int generate(String... options) {
    return run(new ArrayList<>(List.of(options)));
  }

  private int run(List<String> options) {
    options.addAll(List.of("--out", dir.resolve("out").toString(), "--log-group", "/app/a"));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command = MakeExport.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    int code = command.execute(options.toArray(String[]::new));
    stdout = out.toString();
    stderr = err.toString();
    return code;
  }

  private Map<String, byte[]> files() throws IOException {
    Path out = dir.resolve("out");
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(out)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(out.relativize(path).toString(), Files.readAllBytes(path));
      }
    }
    return files;
  }

  private Path firstObject() throws IOException {
    String name =
        files().keySet().stream().filter(n -> n.endsWith(".gz")).findFirst().orElseThrow();
    return dir.resolve("out").resolve(name);
  }

  private List<byte[]> objects() throws IOException {
    Map<String, byte[]> files = files();
    assertThat(new String(files.remove("aws-logs-write-test"), UTF_8)).startsWith("Permission");
    return List.copyOf(files.values());
  }

  private List<Event> events() throws IOException {
    List<Event> all = new ArrayList<>();
    for (byte[] object : objects()) {
      all.addAll(read(object));
    }
    return all;
  }

  private static List<Event> read(byte[] object) throws IOException {
    List<Event> read = new ArrayList<>();
    InputStream in = Gunzip.peel(new ByteArrayInputStream(object), InflateBounds.DEFAULT);
    try (ExportEvents events = new ExportEvents(in)) {
      while (events.next()) {
        byte[] buffer = events.buffer();
        String message = new String(buffer, events.offset(), events.length(), ISO_8859_1);
        read.add(new Event(events.epochMillis(), message));
      }
      assertThat(events.hasBadRecord()).isFalse();
    }
    return read;
  }

  private void deleteOut() throws IOException {
    try (Stream<Path> paths = Files.walk(dir.resolve("out"))) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
