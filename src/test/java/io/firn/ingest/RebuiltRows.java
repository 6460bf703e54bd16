package io.firn.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.policy.SchemaRules;
import io.firn.schema.ColumnMapping;
import io.firn.schema.ColumnType.Struct;
import io.firn.testing.EventRebuilder;
import io.firn.testing.StoredRow;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/** Compares a table with the messages of the objects that it was made from. */
final class RebuiltRows {
  private final EventRebuilder rebuilder;
  private final Struct payload;
  private final Map<String, byte[][]> left = new HashMap<>();
  private final String what;

  private RebuiltRows(
      Struct payload, SchemaRules rules, Map<String, List<byte[]>> originals, String what) {
    this.payload = payload;
    this.rebuilder = new EventRebuilder(payload, rules);
    this.what = what;
    originals.forEach((uri, events) -> left.put(uri, events.toArray(byte[][]::new)));
  }

  /**
   * Every message is in the table, once, as it was, and nothing else is.
   *
   * @param originals by the object's URI
   * @param what for failures
   */
  static void assertSame(
      Table table, SchemaRules rules, Map<String, List<byte[]>> originals, String what)
      throws IOException {
    String names = table.properties().get(ColumnMapping.PROPERTY);
    Struct payload = ColumnMapping.read(table.schema(), names);
    RebuiltRows rows = new RebuiltRows(payload, rules, originals, what);
    try (CloseableIterable<Record> records = IcebergGenerics.read(table).build()) {
      records.forEach(rows::compare);
    }
    rows.left.forEach(
        (uri, events) ->
            assertThat(Stream.of(events).filter(Objects::nonNull).count())
                .as("%s: events of %s that are missing", what, uri)
                .isZero());
  }

  private void compare(Record row) {
    String uri = (String) row.getField("log_object");
    int index = (int) ((long) row.getField("log_position") - 1);
    byte[][] events = left.getOrDefault(uri, new byte[0][]);
    assertThat(events.length).as("%s: %s, event %d", what, uri, index + 1).isGreaterThan(index);
    byte[] original = events[index];
    assertThat(original).as("%s: %s, event %d is there twice", what, uri, index + 1).isNotNull();
    events[index] = null;
    assertThat(rebuilder.difference(StoredRow.of(row, payload), original).orElse(""))
        .as("%s: %s, event %d", what, uri, index + 1)
        .isEmpty();
  }
}
