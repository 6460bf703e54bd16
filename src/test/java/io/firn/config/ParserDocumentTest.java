package io.firn.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.LogGroup;
import io.firn.parse.AccessLogPreset;
import io.firn.parse.FieldWriter.FreeText;
import io.firn.parse.JsonTape;
import io.firn.parse.MessageParser.Parsed;
import io.firn.parse.MessageParsers;
import io.firn.parse.MessageReader;
import io.firn.parse.ParserChoice;
import io.firn.testing.DocumentedParser;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/parsers.md} names every parser, and its example is one. */
final class ParserDocumentTest {
  private static final String ROUTE =
      "catalog: {warehouse: w}\nroutes: [{log-group: a, table: logs.a, parser: %s}]\n";

  @TempDir private Path folder;

  private static String document() throws IOException {
    return Files.readString(Path.of("docs/parsers.md"));
  }

  private static List<String> firstCells(String document, String row) {
    return Pattern.compile(row, Pattern.MULTILINE)
        .matcher(document)
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }

  @Test
  void everyParserAndPresetIsNamed() throws IOException {
    assertThat(firstCells(document(), "^\\| `([a-z-]+)` \\| [^|]+ \\| [^|]* \\|$"))
        .isEqualTo(MessageParsers.OWN);
    Stream<String> presets =
        firstCells(document(), "^\\| (`[a-z0-9]+`(?: \\(default\\)|, `[a-z0-9]+`)*) \\| [^|]+ \\|$")
            .stream()
            .flatMap(cell -> Arrays.stream(cell.replaceAll("\\(default\\)|`", "").split(", ", -1)))
            .map(String::strip);
    assertThat(presets)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(AccessLogPreset.values())
                .map(preset -> preset.name().toLowerCase(Locale.ROOT))
                .toList());
  }

  @Test
  void itsRoutesAreRoutes() throws IOException {
    String routes = firstCells(document(), "(?s)```yaml\n(.*?)```").get(0);
    FirnConfig config = parse("catalog: {warehouse: w}\n" + routes, UsersParsers.PRESENT);
    assertThat(config.route(new LogGroup("/edge/alb")).orElseThrow().policy().parser())
        .isEqualTo(ParserChoice.accessLog(AccessLogPreset.ALB));
    assertThat(config.routes()).hasSize(4);
  }

  @Test
  void theExampleIsAParser() throws Exception {
    Path jar = DocumentedParser.jar(folder, System.getProperty("java.class.path"));
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      assertThat(MessageParsers.provided()).containsExactly("example.orders");
      ParserChoice choice =
          parse(ROUTE.formatted("example.orders"), UsersParsers.PRESENT)
              .route(new LogGroup("a"))
              .orElseThrow()
              .policy()
              .parser();
      MessageReader reader = new MessageReader(choice, FreeText.KEPT);

      String message = "ORDER 17 shipped: left at the door";
      String fields = "{\"order\":17,\"status\":\"shipped\",\"note\":\"left at the door\"}";
      assertThat(document().replaceAll("\\s+", " "))
          .contains("`" + message + "` is `" + fields + "`");
      assertThat(reader.read(message.getBytes(UTF_8), 0, message.length()))
          .isEqualTo(Parsed.WHOLLY);
      assertThat(json(reader.tape())).isEqualTo(fields);
      for (int length = 0; length < 17; length++) {
        assertThat(reader.read(message.getBytes(UTF_8), 0, length)).isEqualTo(Parsed.NOT);
      }
      assertThatThrownBy(() -> parse(ROUTE.formatted("example.order"), UsersParsers.PRESENT))
          .hasMessageContaining("did you mean 'example.orders'?");
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static String json(JsonTape tape) {
    return new String(tape.bytes(), tape.start(0), tape.end(0) - tape.start(0), UTF_8);
  }

  /** What parses nothing needs no jar, but a name that could be one of a user's. */
  @Test
  void exportsTakeNamesOfParsersThatAreElsewhere() {
    assertThat(parse(ROUTE.formatted("example.orders"), UsersParsers.ANY).routes()).hasSize(1);
    assertThatThrownBy(() -> parse(ROUTE.formatted("logfm"), UsersParsers.ANY))
        .hasMessageContaining("did you mean 'logfmt'?");
    assertThatThrownBy(() -> parse(ROUTE.formatted("example.orders"), UsersParsers.PRESENT))
        .hasMessageContaining("by --jars");
  }

  private static FirnConfig parse(String text, UsersParsers users) {
    String absolute = text.replace("warehouse: w", "warehouse: /w");
    return ConfigFile.parse("firn.yaml", absolute.getBytes(UTF_8), Map.of(), users);
  }
}
