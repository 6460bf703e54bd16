package io.firn.config;

import io.firn.LogGroup;
import io.firn.parse.ParserChoice;
import io.firn.policy.Dedupe;
import io.firn.policy.EventFilter;
import io.firn.policy.EventPolicy;
import io.firn.policy.KeyPath;
import io.firn.policy.Mask;
import io.firn.policy.Redaction;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Log groups that go to one table, or each to its own, and what is done with their events before.
 *
 * @param mask in the order of the file
 * @param filter null to keep every event
 * @param layout of its table's files
 */
public record RouteConfig(
    GroupPattern logGroup,
    TableTemplate table,
    ParserChoice parser,
    EventPolicy.RawText raw,
    SchemaConfig schema,
    List<KeyPath> drop,
    Map<KeyPath, Mask> mask,
    @Nullable EventFilter filter,
    LayoutConfig layout,
    Dedupe dedupe) {
  public RouteConfig {
    drop = List.copyOf(drop);
    mask = Collections.unmodifiableMap(new LinkedHashMap<>(mask));
    checkedRaw(raw, drop, mask);
    checkedDedupe(dedupe, drop, mask);
  }

  static EventPolicy.RawText checkedRaw(
      EventPolicy.RawText raw, List<KeyPath> drop, Map<KeyPath, Mask> mask) {
    if (raw == EventPolicy.RawText.ALWAYS && !(drop.isEmpty() && mask.isEmpty())) {
      throw new IllegalArgumentException(
          "Invalid raw: always (must be unparsed or never: a route with drop or mask stores no raw"
              + " text)");
    }
    return raw;
  }

  static Dedupe checkedDedupe(Dedupe dedupe, List<KeyPath> drop, Map<KeyPath, Mask> mask) {
    if (dedupe == Dedupe.CONTENT && !(drop.isEmpty() && mask.isEmpty())) {
      throw new IllegalArgumentException(
          "Invalid dedupe: content (must be none or id: a route with drop or mask stores nothing"
              + " that follows from the raw text, as its digest does)");
    }
    return dedupe;
  }

  /** Whether text may be stored in which nothing to drop or mask can be found. */
  public boolean storesText() {
    return raw != EventPolicy.RawText.NEVER && drop.isEmpty() && mask.isEmpty();
  }

  /** A matching group's table and policy. */
  Route route(LogGroup group, @Nullable Secret key) {
    byte[] bytes = key == null || !mask.containsValue(Mask.HASH) ? null : key.bytes();
    Redaction redaction = Redaction.of(drop, mask, bytes);
    return new Route(
        table.of(group),
        new EventPolicy(parser, raw, redaction, filter, schema.unwrap(), schema.rules(), dedupe));
  }
}
