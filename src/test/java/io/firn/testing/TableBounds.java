package io.firn.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.policy.SchemaBounds;
import io.firn.schema.Envelope;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.iceberg.Schema;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** What schema.md promises of every table's size, names and comments, whatever its events. */
public final class TableBounds {
  private static final int MOST_TYPE_TEXT = 100_000;
  private static final int MOST_COMMENT = 200;
  private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,254}");
  private static final Pattern COMMENT = Pattern.compile("\\P{Cntrl}{0," + MOST_COMMENT + "}");

  private TableBounds() {}

  /** Leaves, type texts, names and comments are all within their bounds. */
  public static void assertWithin(Schema schema, SchemaBounds bounds, String what) {
    assertThat(leaves(schema)).as("%s: leaves", what).isLessThanOrEqualTo(bounds.maxColumns());
    for (Types.NestedField column : schema.columns()) {
      assertThat(SparkSchemaUtil.convert(column.type()).catalogString().length())
          .as("%s: type text of %s", what, column.name())
          .isLessThanOrEqualTo(MOST_TYPE_TEXT);
      assertThat(depth(column.type()))
          .as("%s: depth of %s", what, column.name())
          .isLessThanOrEqualTo(bounds.maxDepth());
    }
    names(schema.columns(), what);
  }

  /** Leaf columns of the payload; a map is one. */
  public static int leaves(Schema schema) {
    int all = schema.columns().stream().mapToInt(column -> leaves(column.type())).sum();
    return all - Envelope.values().length;
  }

  private static int leaves(Type type) {
    return type.isPrimitiveType() || type.isMapType()
        ? 1
        : type.asNestedType().fields().stream().mapToInt(field -> leaves(field.type())).sum();
  }

  /** Structs and lists on the way to the deepest leaf. */
  private static int depth(Type type) {
    if (type.isPrimitiveType() || type.isMapType()) {
      return 0;
    }
    return 1 + type.asNestedType().fields().stream().mapToInt(f -> depth(f.type())).max().orElse(0);
  }

  private static void names(List<Types.NestedField> fields, String what) {
    Set<String> seen = new HashSet<>();
    for (Types.NestedField field : fields) {
      assertThat(field.name()).as("%s: name", what).matches(NAME);
      assertThat(seen.add(field.name())).as("%s: %s twice", what, field.name()).isTrue();
      assertThat(field.doc() == null ? "" : field.doc())
          .as("%s: comment of %s", what, field.name())
          .matches(COMMENT);
      nested(field.type(), what);
    }
  }

  private static void nested(Type type, String what) {
    if (type.isStructType()) {
      names(type.asStructType().fields(), what);
    } else if (type.isListType()) {
      nested(type.asListType().elementType(), what);
    }
  }
}
