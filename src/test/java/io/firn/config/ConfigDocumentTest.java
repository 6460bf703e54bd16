package io.firn.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.LogGroup;
import io.firn.policy.SchemaRules;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** {@code conf/firn.yaml} has every key that there is and no other, each with its comment. */
final class ConfigDocumentTest {
  private static final Path FILE = Path.of("conf/firn.yaml");

  /** A key that is not set in the file, such as the other one of two. */
  private static final String UNSET = "(?m)^( *)#([a-z0-9.-]+:)";

  /** The keys by section in the order in which they first stand; and the first line of each. */
  private final Map<String, Set<String>> sections = new LinkedHashMap<>();

  private final Map<String, Integer> lines = new LinkedHashMap<>();

  private static String textWithUnsetKeys() throws IOException {
    return Files.readString(FILE).replaceAll(UNSET, "$1$2");
  }

  private void collect(Node node, String path) {
    if (node instanceof MappingNode mapping && path.matches(".*[.](columns|properties)")) {
      mapping.getValue().forEach(key -> collect(key.getValueNode(), path + ".*"));
    } else if (node instanceof MappingNode mapping && !path.endsWith(".mask")) {
      for (NodeTuple tuple : mapping.getValue()) {
        String key = ((ScalarNode) tuple.getKeyNode()).getValue();
        sections.computeIfAbsent(path, p -> new LinkedHashSet<>()).add(key);
        String below = path.isEmpty() ? key : path + "." + key;
        lines.putIfAbsent(below, tuple.getKeyNode().getStartMark().getLine());
        collect(tuple.getValueNode(), below);
      }
    } else if (node instanceof SequenceNode list) {
      list.getValue().forEach(item -> collect(item, path + "[]"));
    }
  }

  @Test
  void everyDeclaredKeyIsInTheFileAndNoOther() throws IOException {
    collect(new Yaml().compose(new StringReader(textWithUnsetKeys())), "");

    Map<String, List<String>> found = new LinkedHashMap<>();
    sections.forEach((path, keys) -> found.put(path, new ArrayList<>(keys)));
    assertThat(found).isEqualTo(ConfigKeys.sections());
  }

  @Test
  void everyKeyHasAComment() throws IOException {
    collect(new Yaml().compose(new StringReader(textWithUnsetKeys())), "");

    List<String> text = textWithUnsetKeys().lines().toList();
    lines.forEach(
        (path, line) ->
            assertThat(text.get(line - 1).strip()).as("line before " + path).startsWith("# "));
  }

  @Test
  void theFileIsAConfigByItself() {
    FirnConfig config = ConfigFile.read(FILE, Map.of("FIRN_MASK_KEY", "a key of enough bytes"));
    assertThat(config.ingest().inputs()).isNotEmpty();
    assertThat(config.routes()).hasSizeGreaterThan(1);
  }

  /** The list that ships is there for all to see, and no other. */
  @Test
  void theMapsAreThoseThatShip() throws IOException {
    collect(new Yaml().compose(new StringReader(textWithUnsetKeys())), "");
    List<String> text = textWithUnsetKeys().lines().toList();

    assertThat(
            text.stream()
                .skip(lines.get("routes[].maps") + 1L)
                .map(String::strip)
                .takeWhile(line -> line.startsWith("- "))
                .map(line -> line.substring(2)))
        .isEqualTo(SchemaRules.DEFAULT_MAPS)
        .isSorted();
  }

  @Test
  void theReadmesCatalogsAreConfigs() throws IOException {
    List<String> catalogs =
        Files.readAllLines(Path.of("README.md")).stream()
            .filter(line -> line.startsWith("catalog: {type: "))
            .toList();
    assertThat(catalogs).hasSizeGreaterThan(2);
    for (String catalog : catalogs) {
      byte[] config = (catalog + "\nstate: s3://lake/state\n").getBytes(StandardCharsets.UTF_8);
      assertThat(ConfigFile.parse("README.md", config, Map.of("FIRN_CATALOG_TOKEN", "t")).catalog())
          .isNotInstanceOf(CatalogConfig.Jdbc.class);
    }
  }

  @Test
  void theReadmesExamplesAreConfigs(@TempDir Path folder) throws IOException {
    List<FirnConfig> configs = new ArrayList<>();
    String readme = Files.readString(Path.of("README.md"));
    for (MatchResult example :
        Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(readme).results().toList()) {
      Path file = Files.writeString(folder.resolve("firn.yaml"), example.group(1));
      configs.add(ConfigFile.read(file, Map.of("FIRN_MASK_KEY", "a key of enough bytes")));
    }
    assertThat(configs).hasSize(2);
    assertThat(configs)
        .allSatisfy(
            config ->
                assertThat(config.route(new LogGroup("/aws/lambda/resize")).orElseThrow().table())
                    .hasToString("logs.aws_lambda_resize"));
    assertThat(configs.get(0).sources())
        .singleElement()
        .satisfies(source -> assertThat(source.place()).hasToString("123456789012-eu-central-1"));
  }
}
