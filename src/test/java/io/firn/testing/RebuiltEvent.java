package io.firn.testing;

import io.firn.policy.ColumnRule;
import io.firn.policy.Hint;
import io.firn.policy.SchemaRules;
import io.firn.policy.SchemaRules.Conflict;
import io.firn.policy.SchemaRules.Evolve;
import io.firn.schema.Column;
import io.firn.schema.Column.Kind;
import io.firn.schema.ColumnType;
import io.firn.schema.ColumnType.Repeated;
import io.firn.schema.ColumnType.Scalar;
import io.firn.schema.ColumnType.Struct;
import io.firn.schema.ColumnType.TextMap;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An event put together again from its row. Values are Map (by canonical key), List, Boolean, Long,
 * Double, BigDecimal, String, {@link JsonTree.Broken}, {@link Raw}, {@link AnyText} and {@link
 * Converted}.
 */
final class RebuiltEvent {
  private final KeyPaths keys;
  private final Struct payload;
  private final SchemaRules rules;
  private final Map<String, Object> root;

  /** JSON text of a whole value, as raw bytes. */
  record Raw(String latin1) {}

  /** A string as it is, or the JSON text of anything else but null. */
  record AnyText(String text) {}

  /** What a hint made of a value. */
  record Converted(Hint hint, Object value) {}

  RebuiltEvent(Struct payload, SchemaRules rules, KeyPaths keys, Map<String, Object> row) {
    this.keys = keys;
    this.payload = payload;
    this.rules = rules;
    this.root = struct(payload, row, rules.columns(), "");
  }

  Map<String, Object> root() {
    return root;
  }

  private Map<String, Object> struct(Struct type, Map<?, ?> row, ColumnRule rule, String path) {
    Map<String, Object> object = new HashMap<>();
    for (Column column : type.columns()) {
      if (!row.containsKey(column.name())) {
        throw new DifferenceException(path, "no column " + column.name());
      }
      Object value = row.get(column.name());
      if (value != null) {
        String key = column.keys().get(0);
        Object rebuilt = column(column, value, rule.below(key), path + "/" + key);
        if (object.put(key, rebuilt) != null) {
          throw new DifferenceException(path, "two columns hold key '" + key + "'");
        }
      }
    }
    return object;
  }

  private Object column(Column column, Object value, ColumnRule rule, String path) {
    Hint hint = column.hintUnder(rule);
    if (column.kind() == Kind.JSON) {
      return new Raw(JsonTree.latin1((String) value));
    }
    Object rebuilt = value(column.type(), value, rule, path);
    if (column.kind() == Kind.PLAIN && column.type() == Scalar.STRING) {
      boolean any = hint == Hint.STRING || rules.conflictAt(rule) == Conflict.STRING;
      return any ? new AnyText((String) rebuilt) : rebuilt;
    }
    return hint == null ? rebuilt : new Converted(hint, rebuilt);
  }

  private Object value(ColumnType type, Object value, ColumnRule rule, String path) {
    if (type instanceof Struct struct) {
      return struct(struct, (Map<?, ?>) value, rule, path);
    }
    if (type instanceof Repeated list) {
      List<Object> elements = new ArrayList<>();
      for (Object element : (List<?>) value) {
        elements.add(element == null ? null : value(list.element(), element, rule, path + "/*"));
      }
      return elements;
    }
    if (type instanceof TextMap) {
      Map<String, Object> map = new HashMap<>();
      ((Map<?, ?>) value)
          .forEach((k, v) -> map.put((String) k, v == null ? null : new AnyText((String) v)));
      return map;
    }
    if (value.getClass() != javaType((Scalar) type)) {
      throw new DifferenceException(path, type + " holds a " + value.getClass());
    }
    return value;
  }

  private static Class<?> javaType(Scalar type) {
    return switch (type) {
      case BOOLEAN -> Boolean.class;
      case LONG, TIMESTAMP -> Long.class;
      case DOUBLE -> Double.class;
      case DECIMAL -> BigDecimal.class;
      case STRING -> String.class;
    };
  }

  /** Puts back what a column shows with U+FFFD, or has no column. */
  void restore(RescuedValue entry) {
    switch (entry.why()) {
      case "bytes" -> replace(entry);
      case "type", "budget" -> insert(entry);
      case "frozen" -> {
        if (rules.evolve() != Evolve.RESCUE) {
          throw new DifferenceException(entry.path(), "frozen, and the rules take new keys");
        }
        insert(entry);
      }
      default -> throw new DifferenceException(entry.path(), "unknown why " + entry.why());
    }
  }

  private void replace(RescuedValue entry) {
    Place place = place(entry);
    Object shown = place.get();
    Object exact = JsonTree.of(entry.raw()).value();
    if (exact instanceof JsonTree.Broken broken && !(shown instanceof Raw)) {
      requireShown(broken.shown().equals(plain(shown)), shown, entry);
      place.set(broken);
    } else {
      boolean text = shown instanceof Raw || shown instanceof AnyText;
      requireShown(text && JsonTree.utf8(entry.raw()).equals(plain(shown)), shown, entry);
      place.set(new Raw(entry.raw()));
    }
  }

  private static Object plain(Object shown) {
    if (shown instanceof Raw raw) {
      return JsonTree.utf8(raw.latin1());
    }
    return shown instanceof AnyText any ? any.text() : shown;
  }

  private static void requireShown(boolean shown, Object value, RescuedValue entry) {
    if (!shown) {
      throw new DifferenceException(
          entry.path(), "column shows " + value + ", bytes " + entry.raw());
    }
  }

  private void insert(RescuedValue entry) {
    Place place = place(entry);
    if (place.get() != null) {
      throw new DifferenceException(entry.path(), "both rescued and in a column");
    }
    place.set(new Raw(entry.raw()));
  }

  /** A position in a rebuilt object or array. */
  private record Place(Object container, String key, int position) {
    Object get() {
      return container instanceof Map<?, ?> map
          ? map.get(key)
          : ((List<?>) container).get(position);
    }

    @SuppressWarnings("unchecked")
    void set(Object value) {
      if (container instanceof Map) {
        ((Map<String, Object>) container).put(key, value);
      } else {
        ((List<Object>) container).set(position, value);
      }
    }
  }

  private Place place(RescuedValue entry) {
    List<String> steps = entry.steps();
    if (steps.isEmpty()) {
      throw new DifferenceException("", "a rescued root beside columns");
    }
    Object container = root;
    ColumnType type = payload;
    for (String step : steps.subList(0, steps.size() - 1)) {
      Place place = place(container, type, step, entry);
      if (place.get() == null && container instanceof Map) {
        place.set(new HashMap<String, Object>());
      }
      type = typeUnder(type, step, place.get());
      container = place.get();
    }
    return place(container, type, steps.get(steps.size() - 1), entry);
  }

  private Place place(Object container, ColumnType type, String step, RescuedValue entry) {
    if (container instanceof Map) {
      return new Place(container, keys.canonical(type, step), 0);
    }
    if (container instanceof List<?> list && step.matches("\\d+")) {
      int position = Integer.parseInt(step);
      if (position < list.size()) {
        return new Place(list, "", position);
      }
    }
    throw new DifferenceException(entry.path(), "no such place for a rescued value");
  }

  private ColumnType typeUnder(ColumnType type, String step, Object value) {
    if (type instanceof Repeated) {
      return KeyPaths.element(type);
    }
    return value instanceof List ? keys.listUnder(type, step) : keys.structUnder(type, step);
  }
}
