package io.firn.schema;

import io.firn.policy.KeyPath;
import io.firn.schema.ColumnType.Repeated;
import io.firn.schema.ColumnType.Struct;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.TypeUtil;

/**
 * A table's leaf columns, and its keys whose values are in several columns.
 *
 * @param columns in the order of the table
 * @param variants in the order of the table, those of a level before those below it
 */
public record TableDescription(List<DescribedColumn> columns, List<KeyVariants> variants) {

  /** The columns of one key, as {@code path type}. */
  public record KeyVariants(String keyPath, List<NamedType> columns) {
    public KeyVariants {
      columns = List.copyOf(columns);
    }
  }

  /** A column that need not be a leaf. */
  public record NamedType(String path, String type) {}

  public TableDescription {
    columns = List.copyOf(columns);
    variants = List.copyOf(variants);
  }

  /** The columns of a schema; the payload is what {@link ColumnMapping} reads of it. */
  public static TableDescription of(Schema schema, Struct payload) {
    List<KeyVariants> variants = new ArrayList<>();
    collect(variants, schema, "", List.of(), payload);
    return new TableDescription(new DescribedLeaves(payload).of(schema), variants);
  }

  /** The payload columns of a table that need not be there; their field ids are made up. */
  public static TableDescription ofDecided(Struct decided) {
    Schema schema =
        TypeUtil.assignFreshIds(IcebergTypes.schema(decided), new AtomicInteger()::incrementAndGet);
    TableDescription whole = of(schema, IcebergTypes.withIds(decided, schema));
    return new TableDescription(
        whole.columns().stream()
            .filter(column -> column.kind() != DescribedColumn.Kind.ENVELOPE)
            .toList(),
        whole.variants());
  }

  private static void collect(
      List<KeyVariants> variants, Schema schema, String path, List<String> keys, Struct level) {
    List<KeyColumns> all = KeyColumns.of(level);
    for (KeyColumns key : all) {
      if (key.hasVariants()) {
        List<NamedType> named =
            key.columns().stream()
                .map(c -> new NamedType(path + c.name(), type(schema, c)))
                .toList();
        variants.add(new KeyVariants(KeyPath.spelling(with(keys, key)), named));
      }
    }
    for (KeyColumns key : all) {
      for (Column column : key.columns()) {
        collect(variants, schema, path + column.name(), with(keys, key), column.type());
      }
    }
  }

  private static void collect(
      List<KeyVariants> variants, Schema schema, String path, List<String> keys, ColumnType type) {
    if (type instanceof Struct struct) {
      collect(variants, schema, path + ".", keys, struct);
    } else if (type instanceof Repeated list) {
      collect(variants, schema, path + "[]", keys, list.element());
    }
  }

  private static List<String> with(List<String> keys, KeyColumns key) {
    return Stream.concat(keys.stream(), Stream.of(key.keys().get(0))).toList();
  }

  private static String type(Schema schema, Column column) {
    return TypeDialect.ATHENA.spell(schema.findType(IcebergTypes.idOf(column)));
  }
}
