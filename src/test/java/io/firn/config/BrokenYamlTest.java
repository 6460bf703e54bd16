package io.firn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Files that are no YAML, or not YAML of the right shape. */
final class BrokenYamlTest {
  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> notYaml() {
    return BrokenFile.tests(
        folder,
        BrokenFile.of("empty", "", "1:1: Invalid config: empty (must have a catalog)"),
        BrokenFile.of(
            "comments only", "# nothing\n\n", "1:1: Invalid config: empty (must have a catalog)"),
        BrokenFile.of(
            "an empty document", "---\n", "1:1: Invalid config: empty (must have a catalog)"),
        BrokenFile.of("text", "catalog\n", "1:1: Invalid config: text (must be a mapping)"),
        BrokenFile.of(
            "a list at the top",
            "- catalog: {warehouse: w}\n",
            "1:1: Invalid config: a list (must be a mapping)"),
        BrokenFile.of(
            "two colons",
            "catalog: {warehouse: w}\naws: region: eu-central-1\n",
            "2:12: Cannot read YAML: mapping values are not allowed here"),
        BrokenFile.of(
            "a tab",
            "catalog:\n\twarehouse: w\n",
            "2:1: Cannot read YAML: found character '\\t(TAB)' that cannot start any token. (Do not"
                + " use \\t(TAB) for indentation)"),
        BrokenFile.of(
            "an open bracket",
            "catalog: {warehouse: w\n",
            "2:1: Cannot read YAML: expected ',' or '}', but got <stream end>"),
        BrokenFile.of(
            "an open quote",
            "catalog: {warehouse: \"w}\n",
            "2:1: Cannot read YAML: found unexpected end of stream"),
        BrokenFile.of(
            "a control character",
            "catalog:\n  warehouse: a\u0001b\n",
            "2:15: Cannot read YAML: it has a control character"),
        BrokenFile.of(
            "too deep",
            "catalog: " + "[".repeat(60) + "]".repeat(60),
            "1:1: Cannot read YAML: Nesting Depth exceeded max 50"),
        BrokenFile.of(
            "two documents",
            "catalog: {warehouse: w}\n---\ncatalog: {warehouse: w}\n",
            "2:1: Invalid config: a second document (must be one)"));
  }

  @TestFactory
  Stream<DynamicTest> aliases() {
    return BrokenFile.tests(
        folder,
        BrokenFile.of(
            "a pattern without quotes",
            "catalog: {warehouse: w}\nroutes:\n  - log-group: *\n    table: logs.all\n",
            "3:17: Cannot read YAML: unexpected character found \\u000a(10) (text that begins with"
                + " * or & must be in quotes)"),
        BrokenFile.of(
            "patterns that look like aliases",
            """
            catalog: {warehouse: w}
            routes:
              - {log-group: *orders, table: logs.orders}
              - {log-group: *rest, table: logs.rest}
            """,
            "3:17: Invalid alias: *orders (must be written out; text that begins with * or & must"
                + " be in quotes)",
            "4:17: Invalid alias: *rest (must be written out; text that begins with * or & must be"
                + " in quotes)"),
        BrokenFile.of(
            "a list that holds itself",
            "catalog: {warehouse: w}\nroutes: &all [*all]\n",
            "2:15: Invalid alias: *all (must be written out; text that begins with * or & must be"
                + " in quotes)"));
  }

  @TestFactory
  Stream<DynamicTest> wrongShape() {
    return BrokenFile.tests(
        folder,
        BrokenFile.of(
            "wrong kinds of nodes",
            """
            aws: [eu-central-1]
            catalog: {warehouse: {path: w}, file: [a]}
            ingest: {inputs: {path: x}, max-ratio: [1], mask-key: s3cret}
            routes: logs.orders
            """,
            "1:6: aws: Invalid aws: a list (must be a mapping)",
            "2:22: catalog.warehouse: Invalid warehouse: a mapping (must be text)",
            "2:39: catalog.file: Invalid file: a list (must be text)",
            "3:18: ingest.inputs: Invalid inputs: a mapping (must be a list)",
            "3:40: ingest.max-ratio: Invalid max-ratio: a list (must be text)",
            "3:55: ingest.mask-key: Invalid mask-key: text (must be a mapping)",
            "4:9: routes: Invalid routes: text (must be a list)"),
        BrokenFile.of(
            "items of the wrong kind",
            """
            catalog: {warehouse: w}
            ingest:
              inputs: [landing]
            routes:
              - [a, b]
              - {log-group: a, table: logs.a, drop: [{password: x}], mask: [hash], filter: x}
            """,
            "3:12: ingest.inputs[0]: Invalid inputs[0]: text (must be a mapping)",
            "5:5: routes[0]: Invalid routes[0]: a list (must be a mapping)",
            "6:42: routes[1].drop[0]: Invalid drop[0]: a mapping (must be text)",
            "6:64: routes[1].mask: Invalid mask: a list (must be a mapping)",
            "6:80: routes[1].filter: Invalid filter: text (must be a mapping)"),
        BrokenFile.of(
            "keys without a value",
            """
            aws:
            catalog: {warehouse: ~}
            ingest:
              inputs: null
            routes:
              - {log-group: , table: logs.a, drop: }
            """,
            "1:5: aws: Missing value (must be a mapping)",
            "2:22: catalog.warehouse: Missing value (must be text)",
            "4:11: ingest.inputs: Missing value (must be a list)",
            "6:16: routes[0].log-group: Missing value (must be text)",
            "6:39: routes[0].drop: Missing value (must be a list)"),
        BrokenFile.of(
            "keys twice",
            """
            catalog: {warehouse: w}
            routes: []
            catalog: {warehouse: v}
            aws: {region: eu-central-1, region: eu-central-1}
            """,
            "3:1: catalog: Duplicate key (first at line 1)",
            "4:29: aws.region: Duplicate key (first at line 4)"),
        BrokenFile.of(
            "keys that are no text, and merge keys",
            "catalog: {warehouse: w, [a]: b}\n? {x: y}\n: z\n<<: {routes: []}\n",
            "1:25: catalog: Invalid key: a list (must be text)",
            "2:3: Invalid key: a mapping (must be text)",
            "4:1: <<: Unknown key"),
        BrokenFile.of(
            "tags",
            "catalog: {warehouse: !env HOME, file: !!binary aGk=}\nroutes: !x []\n",
            "1:22: catalog.warehouse: Invalid tag: !env (must have none)",
            "2:9: routes: Invalid tag: !x (must have none)"));
  }

  @Test
  void filesThatCannotBeReadAreNamed() throws IOException {
    Path none = folder.resolve("none.yaml");
    assertThatThrownBy(() -> ConfigFile.read(none, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("Cannot read config " + none + ": no such file");
    assertThatThrownBy(() -> ConfigFile.read(folder, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("Cannot read config " + folder + ": it is a directory");
    Path latin = Files.write(folder.resolve("latin.yaml"), new byte[] {'#', (byte) 0xE4, '\n'});
    assertThatThrownBy(() -> ConfigFile.read(latin, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("Cannot read config " + latin + ": it is not UTF-8");
  }

  @Test
  void byteOrderMarkIsNoProblem() throws IOException {
    Path file = Files.writeString(folder.resolve("b.yaml"), "\uFEFFcatalog: {warehouse: w}\n");
    assertThat(ConfigFile.read(file, Map.of()).routes()).isEmpty();
  }
}
