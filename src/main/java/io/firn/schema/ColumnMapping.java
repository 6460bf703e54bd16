package io.firn.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.policy.Hint;
import io.firn.schema.Column.Kind;
import io.firn.schema.ColumnType.Repeated;
import io.firn.schema.ColumnType.Scalar;
import io.firn.schema.ColumnType.Struct;
import io.firn.schema.ColumnType.TextMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * Table property {@code firn.names}: which key path each payload column holds, by field id. Columns
 * that it does not name are somebody else's: they are never written and their names are taken.
 */
public final class ColumnMapping {
  public static final String PROPERTY = "firn.names";
  private static final int VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private ColumnMapping() {}

  /**
   * The payload columns of a table's schema, as the property names them.
   *
   * @throws IllegalArgumentException if it is not JSON of this version, or has words that mean
   *     nothing
   */
  public static Struct read(Schema schema, String property) {
    return struct(schema.asStruct(), parse(property));
  }

  private static JsonNode parse(String property) {
    try {
      JsonNode root = JSON.readTree(property);
      if (root.path("v").asInt() != VERSION) {
        throw new IllegalArgumentException(
            "Invalid table property " + PROPERTY + ": version " + root.path("v") + " (must be 1)");
      }
      return root.path("fields");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "Invalid table property " + PROPERTY + ": " + e.getOriginalMessage(), e);
    }
  }

  private static Struct struct(Types.StructType type, JsonNode names) {
    List<Column> columns = new ArrayList<>();
    List<String> foreign = new ArrayList<>();
    for (Types.NestedField field : type.fields()) {
      JsonNode entry = names.path(Integer.toString(field.fieldId()));
      Optional<ColumnType> columnType =
          entry.isObject() ? columnType(field.type(), names) : Optional.empty();
      columnType.ifPresentOrElse(
          t -> columns.add(column(field, entry, t)), () -> foreign.add(field.name()));
    }
    return new Struct(columns, foreign);
  }

  private static Column column(Types.NestedField field, JsonNode entry, ColumnType type) {
    List<String> keys = new ArrayList<>();
    entry.path("keys").forEach(key -> keys.add(key.asText()));
    return new Column(
        field.fieldId(),
        field.name(),
        kind(field, entry.path("kind").asText()),
        keys,
        type,
        entry.path("batch").asText(),
        entry.has("hint") ? hint(field, entry.path("hint").asText()) : null);
  }

  private static Kind kind(Types.NestedField field, String word) {
    return Kind.parse(word).orElseThrow(() -> unknown("kind", word, field, Kind.spellings()));
  }

  private static Hint hint(Types.NestedField field, String word) {
    return Hint.parse(word).orElseThrow(() -> unknown("hint", word, field, Hint.spellings()));
  }

  /** To pass over the word would write values that the table does not expect. */
  private static IllegalArgumentException unknown(
      String what, String word, Types.NestedField field, List<String> known) {
    return new IllegalArgumentException(
        "Invalid table property "
            + PROPERTY
            + ": "
            + what
            + " '"
            + word
            + "' of field "
            + field.fieldId()
            + " (must be one of "
            + String.join(", ", known)
            + "; a newer Firn may have written it)");
  }

  private static Optional<ColumnType> columnType(Type type, JsonNode names) {
    if (type.isStructType()) {
      return Optional.of(struct(type.asStructType(), names));
    }
    if (type.isListType()) {
      Types.ListType list = type.asListType();
      return columnType(list.elementType(), names).map(e -> new Repeated(e, list.elementId()));
    }
    if (type.isMapType()) {
      return textMap(type.asMapType());
    }
    return switch (type.typeId()) {
      case BOOLEAN -> Optional.of(Scalar.BOOLEAN);
      case LONG -> Optional.of(Scalar.LONG);
      case DOUBLE -> Optional.of(Scalar.DOUBLE);
      case STRING -> Optional.of(Scalar.STRING);
      case TIMESTAMP ->
          type.equals(IcebergTypes.TIMESTAMP) ? Optional.of(Scalar.TIMESTAMP) : Optional.empty();
      case DECIMAL ->
          type.equals(IcebergTypes.DECIMAL) ? Optional.of(Scalar.DECIMAL) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<ColumnType> textMap(Types.MapType map) {
    boolean texts =
        map.keyType().equals(Types.StringType.get())
            && map.valueType().equals(Types.StringType.get());
    return texts ? Optional.of(new TextMap(map.keyId(), map.valueId())) : Optional.empty();
  }

  /** The property for columns that all have ids. */
  public static String write(Struct payload) {
    Map<Integer, ObjectNode> fields = new TreeMap<>();
    collect(payload, fields);
    ObjectNode root = JSON.createObjectNode().put("v", VERSION);
    ObjectNode entries = root.putObject("fields");
    fields.forEach((id, entry) -> entries.set(id.toString(), entry));
    return root.toString();
  }

  private static void collect(ColumnType type, Map<Integer, ObjectNode> fields) {
    if (type instanceof Repeated list) {
      collect(list.element(), fields);
    } else if (type instanceof Struct struct) {
      for (Column column : struct.columns()) {
        fields.put(IcebergTypes.idOf(column), entry(column));
        collect(column.type(), fields);
      }
    }
  }

  private static ObjectNode entry(Column column) {
    ObjectNode entry = JSON.createObjectNode();
    column.keys().forEach(entry.putArray("keys")::add);
    entry.put("kind", column.kindSpelling()).put("batch", column.batch());
    return column.hint() == null ? entry : entry.put("hint", column.hint().spelling());
  }
}
