package io.firn.config;

import io.firn.parse.ParserChoice;
import io.firn.policy.Dedupe;
import io.firn.policy.EventFilter;
import io.firn.policy.EventPolicy;
import io.firn.policy.KeyPath;
import io.firn.policy.Mask;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code routes}. */
final class RouteReader {
  private final Problems problems;
  private final UsersParsers users;
  private final List<DraftRoute> routes = new ArrayList<>();
  private final List<Value> hashes = new ArrayList<>();

  /** A reader; its problems go where those of its values go. */
  RouteReader(UsersParsers users, Problems problems) {
    this.users = users;
    this.problems = problems;
  }

  void read(Value list) {
    list.items().forEach(item -> routes.add(route(item)));
  }

  List<DraftRoute> routes() {
    return routes;
  }

  /** Notes that the keyed hash has no key, where it is first asked for. */
  void reportMissingKey() {
    hashes.stream()
        .findFirst()
        .ifPresent(hash -> hash.problem("Invalid mask: hash (must have a key: ingest.mask-key)"));
  }

  private DraftRoute route(Value item) {
    return item.section().map(this::route).orElse(new DraftRoute(null, null, null));
  }

  private DraftRoute route(Section section) {
    int before = problems.count();
    DraftRoute.Patterned pattern =
        section.require(ConfigKeys.LOG_GROUP).flatMap(RouteReader::pattern).orElse(null);
    DraftRoute.Tabled table =
        section.require(ConfigKeys.TABLE).flatMap(RouteReader::table).orElse(null);
    ParserChoice parser = new ParserReader(section, users).read();
    SchemaConfig schema = new SchemaReader(section).read();
    List<KeyPath> drop = drop(section);
    Map<KeyPath, Mask> mask = mask(section, drop);
    EventPolicy.RawText raw = raw(section, drop, mask);
    EventFilter filter = filter(section);
    LayoutConfig layout = new LayoutReader(section).read();
    Dedupe dedupe =
        section
            .get(
                ConfigKeys.DEDUPE,
                text ->
                    RouteConfig.checkedDedupe(
                        Choices.of(Dedupe.class, ConfigKeys.DEDUPE, text), drop, mask))
            .orElse(Defaults.DEDUPE);
    RouteConfig whole =
        pattern == null || table == null || problems.count() > before
            ? null
            : new RouteConfig(
                pattern.pattern(),
                table.template(),
                parser,
                raw,
                schema,
                drop,
                mask,
                filter,
                layout,
                dedupe);
    return new DraftRoute(pattern, table, whole);
  }

  private static Optional<DraftRoute.Patterned> pattern(Value value) {
    return value.read(GroupPattern::new).map(read -> new DraftRoute.Patterned(read, value));
  }

  private static Optional<DraftRoute.Tabled> table(Value value) {
    return value.read(TableTemplate::new).map(read -> new DraftRoute.Tabled(read, value));
  }

  private static List<KeyPath> drop(Section section) {
    List<KeyPath> paths = new ArrayList<>();
    for (Value item : section.get(ConfigKeys.DROP).map(Value::items).orElse(List.of())) {
      item.read(KeyPath::parse).ifPresent(path -> addNew(paths, path, item));
    }
    return paths;
  }

  private Map<KeyPath, Mask> mask(Section section, List<KeyPath> dropped) {
    Map<KeyPath, Mask> masks = new LinkedHashMap<>();
    List<KeyPath> seen = new ArrayList<>(dropped);
    Map<String, Value.Entry> entries =
        section.get(ConfigKeys.MASK).flatMap(Value::entries).orElse(Map.of());
    for (Value.Entry entry : entries.values()) {
      Optional<KeyPath> path = entry.key().read(KeyPath::parse);
      path.ifPresent(known -> addNew(seen, known, entry.key()));
      Optional<Mask> mask =
          entry.value().read(text -> Choices.of(Mask.class, ConfigKeys.MASK, text));
      mask.filter(Mask.HASH::equals).ifPresent(hash -> hashes.add(entry.value()));
      path.ifPresent(known -> mask.ifPresent(how -> masks.put(known, how)));
    }
    return masks;
  }

  private static void addNew(List<KeyPath> paths, KeyPath path, Value place) {
    if (paths.stream().anyMatch(path::isSameAs)) {
      place.problem("Duplicate path (drop or mask has it already, in whatever case)");
    } else {
      paths.add(path);
    }
  }

  private static EventPolicy.RawText raw(
      Section section, List<KeyPath> drop, Map<KeyPath, Mask> mask) {
    return section
        .get(
            ConfigKeys.RAW,
            text ->
                RouteConfig.checkedRaw(
                    Choices.of(EventPolicy.RawText.class, ConfigKeys.RAW, text), drop, mask))
        .orElse(Defaults.RAW);
  }

  private static @Nullable EventFilter filter(Section section) {
    return section
        .get(ConfigKeys.FILTER)
        .flatMap(Value::section)
        .flatMap(inner -> inner.require(ConfigKeys.DROP_WHEN, EventFilter::parse))
        .orElse(null);
  }
}
