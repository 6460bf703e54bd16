package io.firn.config;

import io.firn.policy.CaseClass;
import io.firn.policy.Hint;
import io.firn.policy.KeyPath;
import io.firn.policy.SchemaBounds;
import io.firn.policy.SchemaRules;
import io.firn.policy.SchemaRules.Conflict;
import io.firn.policy.SchemaRules.Evolve;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** Reads what a route says of its table's columns; what it has not read has its default. */
final class SchemaReader {
  private final Section route;

  SchemaReader(Section route) {
    this.route = route;
  }

  SchemaConfig read() {
    List<String> maps = maps();
    return new SchemaConfig(
        items(
            ConfigKeys.UNWRAP,
            item -> item.read(KeyPath::parse),
            KeyPath::isSameAs,
            "Duplicate path (unwrap has it already, in whatever case)"),
        choice(Conflict.class, ConfigKeys.CONFLICT, Defaults.SCHEMA.conflict()),
        choice(Evolve.class, ConfigKeys.EVOLVE, Defaults.SCHEMA.evolve()),
        bounds(Defaults.SCHEMA.bounds()),
        maps,
        columns(maps),
        items(
            ConfigKeys.NULL_VALUES,
            Value::anyText,
            String::equals,
            "Duplicate value (null-values has it already)"));
  }

  private <T> List<T> items(
      String key, Function<Value, Optional<T>> reading, BiPredicate<T, T> same, String duplicate) {
    List<T> found = new ArrayList<>();
    for (Value item : route.get(key).map(Value::items).orElse(List.of())) {
      Optional<T> read = reading.apply(item);
      if (read.isPresent() && found.stream().anyMatch(known -> same.test(known, read.get()))) {
        item.problem(duplicate);
      } else {
        read.ifPresent(found::add);
      }
    }
    return found;
  }

  private <E extends Enum<E>> E choice(Class<E> type, String key, E silent) {
    return route.get(key, text -> Choices.of(type, key, text)).orElse(silent);
  }

  private SchemaBounds bounds(SchemaBounds silent) {
    return new SchemaBounds(
        whole(ConfigKeys.MAX_COLUMNS, SchemaBounds.MOST_COLUMNS, silent.maxColumns()),
        whole(ConfigKeys.MAX_DEPTH, SchemaBounds.MOST_DEPTH, silent.maxDepth()));
  }

  private int whole(String key, int most, int silent) {
    return route.get(key, text -> Choices.whole(key, 1, most, text)).orElse(silent);
  }

  /** The shipped list, then what the route adds to it. */
  private List<String> maps() {
    List<String> all = new ArrayList<>(SchemaRules.DEFAULT_MAPS);
    items(
            ConfigKeys.MAPS,
            Value::text,
            SchemaReader::isSameKey,
            "Duplicate key (maps has it already, in whatever case)")
        .stream()
        .filter(key -> all.stream().noneMatch(shipped -> isSameKey(shipped, key)))
        .forEach(all::add);
    return all;
  }

  private static boolean isSameKey(String key, String other) {
    return CaseClass.of(key).equals(CaseClass.of(other));
  }

  private Map<KeyPath, ColumnConfig> columns(List<String> maps) {
    Map<KeyPath, ColumnConfig> columns = new LinkedHashMap<>();
    Map<KeyPath, Value> places = new LinkedHashMap<>();
    Map<String, Value.Entry> entries =
        route.get(ConfigKeys.COLUMNS).flatMap(Value::entries).orElse(Map.of());
    for (Value.Entry entry : entries.values()) {
      Optional<KeyPath> path =
          entry.key().read(KeyPath::parse).filter(known -> isNew(known, columns, entry.key()));
      Optional<ColumnConfig> column = column(entry.value());
      path.ifPresent(known -> column.ifPresent(said -> columns.put(known, said)));
      path.ifPresent(known -> places.put(known, entry.key()));
    }
    return sound(columns, places, maps);
  }

  private static boolean isNew(KeyPath path, Map<KeyPath, ColumnConfig> columns, Value place) {
    boolean isNew = columns.keySet().stream().noneMatch(path::isSameAs);
    if (!isNew) {
      place.problem("Duplicate path (columns has it already, in whatever case)");
    }
    return isNew;
  }

  /** Only those that contradict no other; what is below one that does, does as well. */
  private static Map<KeyPath, ColumnConfig> sound(
      Map<KeyPath, ColumnConfig> columns, Map<KeyPath, Value> places, List<String> maps) {
    Map<KeyPath, ColumnConfig> sound = new LinkedHashMap<>(columns);
    places.forEach(
        (path, place) -> {
          if (place.attempt(() -> SchemaConfig.checkedPath(path, columns, maps)).isEmpty()) {
            sound.remove(path);
          }
        });
    return sound;
  }

  private static Optional<ColumnConfig> column(Value value) {
    if (!value.isMapping()) {
      return value.read(SchemaReader::hint).map(hint -> new ColumnConfig(hint, null));
    }
    return value.section(ConfigKeys.EACH_COLUMN).flatMap(SchemaReader::column);
  }

  /** A key that is there and wrong is not taken for one that is missing. */
  private static Optional<ColumnConfig> column(Section section) {
    Optional<Value> type = section.get(ConfigKeys.TYPE);
    Optional<Value> conflict = section.get(ConfigKeys.CONFLICT);
    Optional<Hint> hint = type.flatMap(value -> value.read(SchemaReader::hint));
    Optional<Conflict> how = conflict.flatMap(value -> value.read(SchemaReader::conflict));
    if (type.isPresent() != hint.isPresent() || conflict.isPresent() != how.isPresent()) {
      return Optional.empty();
    }
    Value place = conflict.orElse(section.value());
    return place.attempt(() -> new ColumnConfig(hint.orElse(null), how.orElse(null)));
  }

  private static Conflict conflict(String text) {
    return Choices.of(Conflict.class, ConfigKeys.CONFLICT, text);
  }

  private static Hint hint(String text) {
    return Hint.parse(text)
        .orElseThrow(() -> new IllegalArgumentException("Invalid type: " + text + reason(text)));
  }

  private static String reason(String text) {
    List<String> spellings = Hint.spellings();
    if (text.startsWith("map<") && !text.contains(",")) {
      return " (must be '" + Hint.MAP.spelling() + "', in quotes: a comma ends text in braces)";
    }
    String near = Suggestion.text(text, spellings);
    return near.isEmpty() ? " (must be one of: " + String.join(", ", spellings) + ")" : near;
  }
}
