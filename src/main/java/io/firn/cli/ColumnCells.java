package io.firn.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.BatchId;
import io.firn.policy.Hint;
import io.firn.schema.DescribedColumn;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A described column as a row for people, and as members of an object for programs. */
final class ColumnCells {
  static final List<String> HEADER =
      List.of("column", "type", "kind", "key", "hint", "added", "batch");

  private ColumnCells() {}

  /** A cell for each name of {@link #HEADER}. */
  static List<String> of(DescribedColumn column) {
    BatchId batch = column.batch();
    return List.of(
        column.path(),
        column.type(),
        column.kind().spelling(),
        key(column),
        spelling(column.hint()),
        batch == null ? "" : batch.time().truncatedTo(ChronoUnit.SECONDS).toString(),
        batch == null ? "" : batch.id());
  }

  private static String key(DescribedColumn column) {
    List<String> spellings = new ArrayList<>();
    column.keyPath().ifPresent(spellings::add);
    spellings.addAll(column.otherSpellings());
    return String.join(", ", spellings);
  }

  private static String spelling(@Nullable Hint hint) {
    return hint == null ? "" : hint.spelling();
  }

  /** Keys are those of each level, unescaped. */
  static void put(ObjectNode node, DescribedColumn column) {
    BatchId batch = column.batch();
    Hint hint = column.hint();
    node.put("column", column.path())
        .put("type", column.type())
        .put("kind", column.kind().spelling())
        .put("field_id", column.id())
        .put("key_path", column.keyPath().orElse(null));
    ArrayNode keys = node.putArray("keys");
    for (List<String> level : column.keys()) {
      level.forEach(keys.addArray()::add);
    }
    node.put("hint", hint == null ? null : hint.spelling())
        .put("added", batch == null ? null : batch.time().toString())
        .put("batch", batch == null ? null : batch.id());
  }
}
