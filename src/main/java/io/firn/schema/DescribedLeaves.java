package io.firn.schema;

import io.firn.BatchId;
import io.firn.schema.ColumnType.Repeated;
import io.firn.schema.ColumnType.Struct;
import io.firn.schema.DescribedColumn.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** Walks a schema down to its leaves, Firn's and others. */
final class DescribedLeaves {
  private static final Set<String> ENVELOPE =
      Stream.of(Envelope.values()).map(Envelope::column).collect(Collectors.toUnmodifiableSet());

  private final Map<Integer, Column> payload = new HashMap<>();
  private final List<DescribedColumn> leaves = new ArrayList<>();

  DescribedLeaves(Struct payload) {
    index(payload);
  }

  /** What is said of a field by the fields above it. */
  private record Above(
      Types.NestedField field, String path, Kind kind, List<List<String>> keys, boolean repeated) {
    Above at(String newPath, boolean nowRepeated) {
      return new Above(field, newPath, kind, keys, nowRepeated);
    }
  }

  private void index(ColumnType type) {
    if (type instanceof Struct struct) {
      for (Column column : struct.columns()) {
        payload.put(IcebergTypes.idOf(column), column);
        index(column.type());
      }
    } else if (type instanceof Repeated list) {
      index(list.element());
    }
  }

  List<DescribedColumn> of(Schema schema) {
    for (Types.NestedField field : schema.columns()) {
      Column column = payload.get(field.fieldId());
      Kind kind =
          column != null
              ? kind(column)
              : ENVELOPE.contains(field.name()) ? Kind.ENVELOPE : Kind.FOREIGN;
      List<List<String>> keys = column == null ? List.of() : List.of(column.keys());
      walk(new Above(field, field.name(), kind, keys, false), field.type());
    }
    return List.copyOf(leaves);
  }

  private void walk(Above above, Type type) {
    if (type.isStructType()) {
      type.asStructType().fields().forEach(field -> walk(below(above, field), field.type()));
    } else if (type.isListType() && holdsStruct(type)) {
      walk(above.at(above.path() + "[]", true), type.asListType().elementType());
    } else {
      leaves.add(leaf(above, type));
    }
  }

  private Above below(Above above, Types.NestedField field) {
    String path = above.path() + "." + field.name();
    Column column = payload.get(field.fieldId());
    if (column == null) {
      return new Above(field, path, Kind.FOREIGN, List.of(), above.repeated());
    }
    List<List<String>> keys = new ArrayList<>(above.keys());
    keys.add(column.keys());
    Kind own = kind(column);
    Kind kind = own == Kind.PLAIN ? above.kind() : own;
    return new Above(field, path, kind, keys, above.repeated());
  }

  private static Kind kind(Column column) {
    return Kind.valueOf(column.kindSpelling().toUpperCase(Locale.ROOT));
  }

  private static boolean holdsStruct(Type type) {
    return type.isListType() ? holdsStruct(type.asListType().elementType()) : type.isStructType();
  }

  private DescribedColumn leaf(Above above, Type type) {
    @Nullable Column column = payload.get(above.field().fieldId());
    return new DescribedColumn(
        above.field().fieldId(),
        above.path(),
        TypeDialect.ATHENA.spell(type),
        above.kind(),
        above.keys(),
        column == null ? null : column.hint(),
        column == null ? null : BatchId.parse(column.batch()).orElse(null),
        above.repeated() || type.isNestedType());
  }
}
