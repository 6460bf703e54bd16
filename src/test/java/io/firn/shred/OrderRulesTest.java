package io.firn.shred;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.policy.SchemaRules;
import io.firn.schema.ColumnType.Struct;
import io.firn.schema.IcebergTypes;
import io.firn.schema.Observation;
import io.firn.schema.SchemaDecision;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.TypeUtil;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Within a batch, the order of objects and the number of tasks change nothing: what a task does not
 * observe, since no value before it needed a column, has no say where it is observed either.
 */
final class OrderRulesTest {
  private static final int SHUFFLES = 40;

  /** The objects of a batch, one message each, for a table with column {@code tag}. */
  static Stream<List<String>> batches() {
    return Stream.of(
        List.of("{'a':1e999}", "{'a':1}", "{'tag':2}"),
        List.of("{'b':{'a':1e999}}", "{'b':{'a':1}}", "{'tag':2}"),
        List.of("{'b':[1e999]}", "{'b':[1]}", "{'tag':2}"),
        List.of("{'Tag':null,'tag':1}", "{'TAG':2}", "{'tag':2}"),
        List.of("{'b':{'Tag':null,'tag':null}}", "{'b':{'TAG':2}}", "{'b':{'tag':2}}"),
        List.of("{'b':[{'Tag':null,'tag':null}]}", "{'b':[{'TAG':2}]}", "{'b':[{'tag':2}]}"),
        List.of("{'x':1e999}", "{'x':1e999}", "{'x':5,'y':1}", "{'x':'s'}", "{'x':'s'}"),
        List.of("{'tag':1,'Tag':null}", "{'Tag':2}", "{'n':1}"),
        List.of("{'Sum':null,'sum':null}", "{'Sum':1}", "{'sum':2}"),
        List.of("{'z':{'A':null,'a':null}}", "{'n':1}"),
        List.of(keys(0, 60, "null"), keys(60, 120, "1"), "{'tag':2}"),
        List.of("{'y':[" + keys(0, 60, "{}") + "]}", "{'y':[" + keys(60, 120, "1") + "]}"));
  }

  private static String keys(int from, int to, String value) {
    return IntStream.range(from, to)
        .mapToObj(i -> "'k" + i + "':" + value)
        .collect(Collectors.joining(",", "{'x':{", "}}"));
  }

  @ParameterizedTest
  @MethodSource("batches")
  void whatNeedsNoColumnHasNoSay(List<String> batch) {
    List<List<byte[]>> objects = batch.stream().map(m -> List.of(bytes(m))).toList();
    Struct tag = StoredEvents.decided(List.of(bytes("{'tag':1}")));
    Schema schema = TypeUtil.assignIncreasingFreshIds(IcebergTypes.schema(tag));
    Struct columns = IcebergTypes.withIds(tag, schema);
    FirstRound round = FirstRound.ofTable(columns, schema, SchemaRules.DEFAULT);
    Struct once = decided(round, columns, objects, new Random(0));
    for (int seed = 1; seed <= SHUFFLES; seed++) {
      assertThat(decided(round, columns, objects, new Random(seed)))
          .as("seed %d", seed)
          .isEqualTo(once);
    }
  }

  private static Struct decided(
      FirstRound round, Struct columns, List<List<byte[]>> objects, Random random) {
    Observation observed = FirstRound.observed(round.inTasks(objects, random), random);
    return SchemaDecision.decide(columns, observed, SchemaRules.DEFAULT, "b2").columns();
  }

  private static byte[] bytes(String message) {
    return message.replace('\'', '"').getBytes(UTF_8);
  }
}
