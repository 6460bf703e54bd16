package io.firn.schema;

import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** How types are spelled. */
public enum TypeDialect {
  /** As Athena's DDL and Glue do: {@code struct<a:bigint>}, {@code array<string>}. */
  ATHENA {
    @Override
    String struct(Types.StructType type) {
      return type.fields().stream()
          .map(field -> field.name() + ":" + spell(field.type()))
          .collect(Collectors.joining(",", "struct<", ">"));
    }

    @Override
    String list(Type element) {
      return "array<" + spell(element) + ">";
    }

    @Override
    String map(Type key, Type value) {
      return "map<" + spell(key) + "," + spell(value) + ">";
    }

    @Override
    String primitive(Type type) {
      return switch (type.typeId()) {
        case INTEGER -> "int";
        case LONG -> "bigint";
        case STRING, TIME, UUID -> "string";
        case BINARY, FIXED -> "binary";
        case TIMESTAMP -> zoned(type) ? "timestamp with time zone" : "timestamp";
        case DECIMAL -> decimal(type);
        default -> lowerCase(type);
      };
    }
  },

  /** As casts in Trino and Athena's queries do: {@code row("a" bigint)}, {@code array(varchar)}. */
  TRINO {
    @Override
    String struct(Types.StructType type) {
      return type.fields().stream()
          .map(field -> quoted(field.name()) + " " + spell(field.type()))
          .collect(Collectors.joining(", ", "row(", ")"));
    }

    @Override
    String list(Type element) {
      return "array(" + spell(element) + ")";
    }

    @Override
    String map(Type key, Type value) {
      return "map(" + spell(key) + ", " + spell(value) + ")";
    }

    @Override
    String primitive(Type type) {
      return switch (type.typeId()) {
        case LONG -> "bigint";
        case FLOAT -> "real";
        case STRING -> "varchar";
        case BINARY, FIXED -> "varbinary";
        case TIME -> "time(6)";
        case TIMESTAMP -> zoned(type) ? "timestamp(6) with time zone" : "timestamp(6)";
        case DECIMAL -> decimal(type);
        default -> lowerCase(type);
      };
    }
  };

  /** The type as it stands in a statement. */
  public String spell(Type type) {
    if (type.isStructType()) {
      return struct(type.asStructType());
    }
    if (type.isListType()) {
      return list(type.asListType().elementType());
    }
    if (type.isMapType()) {
      return map(type.asMapType().keyType(), type.asMapType().valueType());
    }
    return primitive(type);
  }

  abstract String struct(Types.StructType type);

  abstract String list(Type element);

  abstract String map(Type key, Type value);

  abstract String primitive(Type type);

  /** An identifier of Trino. */
  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static boolean zoned(Type type) {
    return ((Types.TimestampType) type).shouldAdjustToUTC();
  }

  private static String decimal(Type type) {
    Types.DecimalType decimal = (Types.DecimalType) type;
    return "decimal(" + decimal.precision() + "," + decimal.scale() + ")";
  }

  private static String lowerCase(Type type) {
    return type.typeId().name().toLowerCase(Locale.ROOT);
  }
}
