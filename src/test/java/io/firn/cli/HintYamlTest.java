package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.TableName;
import io.firn.schema.HintCandidate;
import io.firn.schema.HintEvidence;
import io.firn.shred.HintConversion;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

final class HintYamlTest {
  private static final TableName ORDERS = TableName.parse("logs.orders");

  @Test
  void aBlockForARoute() {
    HintScan scan =
        new HintScan(
            List.of(
                evidence(List.of("latency"), "1", "2.5", "-"),
                evidence(List.of("text"), "abc"),
                evidence(List.of("user", "a.b"), "7")),
            3,
            false);
    assertThat(lines(scan))
        .isEqualTo(
            """
            # Hints that all values of the first 3 rows of logs.orders support (see --rows).
            # A column's type never changes: they are for the route of a new table.
            columns:
              # 2 values
              latency: double
              # 1 value; also decimal, double
              user.a\\.b: long
            null-values: ['-']
            """);
  }

  @Test
  void anyKeyIsReadBack() {
    for (String key :
        List.of("a: b", "# x", "*", "日本", "😀", "'q'", "\"", "y", "1", "x".repeat(900))) {
      HintScan scan = new HintScan(List.of(evidence(List.of(key), "true")), 1, true);
      assertThat(new Yaml().<Map<String, Object>>load(lines(scan)))
          .as(key)
          .isEqualTo(Map.of("columns", Map.of(key, "boolean")));
    }
  }

  @Test
  void withoutHintsThereAreCommentsAlone() {
    HintScan scan = new HintScan(List.of(evidence(List.of("text"), "abc")), 1, true);
    assertThat(lines(scan))
        .isEqualTo(
            """
            # Hints that all values of the 1 row of logs.orders support.
            # A column's type never changes: they are for the route of a new table.
            # There are none.
            """);
  }

  private static String lines(HintScan scan) {
    return String.join("\n", new HintYaml(ORDERS, scan).lines()) + "\n";
  }

  private static HintEvidence evidence(List<String> keys, String... values) {
    HintConversion conversion = new HintConversion(Set.of());
    HintEvidence evidence =
        new HintEvidence(
            new HintCandidate(keys, List.of(keys), true),
            (hint, utf8) -> conversion.ofText(hint, utf8) != null);
    Stream.of(values).forEach(evidence::add);
    return evidence;
  }
}
