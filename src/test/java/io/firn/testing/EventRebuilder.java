package io.firn.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.firn.policy.ColumnRule;
import io.firn.policy.SchemaRules;
import io.firn.schema.ColumnType;
import io.firn.schema.ColumnType.Struct;
import io.firn.testing.JsonTree.Array;
import io.firn.testing.JsonTree.Broken;
import io.firn.testing.JsonTree.Member;
import io.firn.testing.JsonTree.Members;
import io.firn.testing.JsonTree.Num;
import io.firn.testing.RebuiltEvent.AnyText;
import io.firn.testing.RebuiltEvent.Converted;
import io.firn.testing.RebuiltEvent.Raw;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rebuilds events from what a table holds and compares each with Jackson's parse of the original
 * message, or with what Lambda's lines say, under the equality of schema.md: null and empty
 * containers equal absent members, numbers by value, key order ignored, a key in any spelling that
 * firn.names lists for its column. A map's value is a string or the JSON text of anything else; a
 * hinted column holds what an independent conversion gives, and its null values equal null.
 */
public final class EventRebuilder {
  private final Struct payload;
  private final SchemaRules rules;
  private final KeyPaths keys = new KeyPaths();

  /**
   * An event in a table.
   *
   * @param row payload values by column name: Map, List, Boolean, Long, Double, BigDecimal, String;
   *     a timestamp is a Long of microseconds
   * @param message column log_message, or null
   * @param rescued column log_rescued, or null
   */
  public record Stored(Map<String, Object> row, String message, String rescued) {}

  /** For the payload columns of a table, as its mapping says. */
  public EventRebuilder(Struct payload) {
    this(payload, SchemaRules.DEFAULT);
  }

  /** As above, where the events' route said more. */
  public EventRebuilder(Struct payload, SchemaRules rules) {
    this.payload = payload;
    this.rules = rules;
  }

  /** How the stored event differs from the message, with the path; empty if it is the same. */
  public Optional<String> difference(Stored stored, byte[] original) {
    try {
      Optional<JsonTree> object = JsonTree.object(original).or(() -> LambdaLines.object(original));
      if (object.isPresent()) {
        new Comparison(stored).compare(object.get());
      } else {
        compareText(stored, original);
      }
      return Optional.empty();
    } catch (DifferenceException e) {
      return Optional.of(
          e.getMessage()
              + "\n  message: "
              + new String(original, UTF_8)
              + "\n  stored:  "
              + withoutNulls(stored.row())
              + "\n  rescued: "
              + stored.rescued());
    }
  }

  private static Map<String, Object> withoutNulls(Map<String, Object> row) {
    Map<String, Object> shown = new LinkedHashMap<>(row);
    shown.values().removeIf(value -> value == null);
    return shown;
  }

  private static void compareText(Stored stored, byte[] original) {
    String text = new String(original, UTF_8);
    String bytes = new String(original, ISO_8859_1);
    if (!text.equals(stored.message())) {
      throw new DifferenceException("", "log_message is not the text: " + stored.message());
    }
    if (!withoutNulls(stored.row()).isEmpty()) {
      throw new DifferenceException("", "text with columns");
    }
    List<RescuedValue> entries = RescuedValue.list(stored.rescued());
    boolean exact =
        RescuedValue.isUtf8(bytes)
            ? entries.isEmpty()
            : entries.size() == 1
                && entries.get(0).path().isEmpty()
                && entries.get(0).why().equals("bytes")
                && entries.get(0).raw().equals(bytes);
    if (!exact) {
      throw new DifferenceException("", "text is rescued as " + stored.rescued());
    }
  }

  /**
   * Where a value is.
   *
   * @param type what its members or elements fill; null if nothing
   */
  private record Place(ColumnType type, ColumnRule rule) {}

  /** The comparison of one event. */
  private final class Comparison {
    private final Stored stored;
    private final List<String> shadowed = new ArrayList<>();

    Comparison(Stored stored) {
      this.stored = stored;
    }

    void compare(JsonTree original) {
      if (stored.message() != null) {
        throw new DifferenceException("", "a JSON object is stored as text");
      }
      RebuiltEvent rebuilt = new RebuiltEvent(payload, rules, keys, stored.row());
      List<String> replaced = new ArrayList<>();
      for (RescuedValue entry : RescuedValue.list(stored.rescued())) {
        if (entry.why().equals("duplicate")) {
          note(replaced, entry.path(), JsonTree.of(entry.raw()));
        } else {
          rebuilt.restore(entry);
        }
      }
      object(rebuilt.root(), original, new Place(payload, rules.columns()), "");
      Collections.sort(replaced);
      Collections.sort(shadowed);
      if (!replaced.equals(shadowed)) {
        throw new DifferenceException("", "replaced members " + shadowed + ", stored " + replaced);
      }
    }

    /** Members that are equal to absent ones need not be rescued. */
    private void note(List<String> members, String path, JsonTree value) {
      if (!carriesNothing(value)) {
        members.add(path + " " + value.raw());
      }
    }

    private boolean carriesNothing(JsonTree value) {
      if (value.value() instanceof Members members) {
        return members.list().stream().allMatch(member -> carriesNothing(member.value()));
      }
      return value.value() == null
          || (value.value() instanceof Array array && array.elements().isEmpty());
    }

    private void object(Map<?, ?> rebuilt, JsonTree original, Place place, String path) {
      Map<String, Member> last = new LinkedHashMap<>();
      for (Member member : ((Members) original.value()).list()) {
        Member earlier = last.put(keys.canonical(place.type(), member.key()), member);
        if (earlier != null) {
          note(shadowed, pointer(path, earlier.key()), earlier.value());
        }
      }
      Map<Object, Object> left = new HashMap<>(rebuilt);
      last.forEach((key, member) -> member(left.remove(key), member, place, path));
      left.forEach((key, value) -> absent(value, path + "/" + key));
    }

    private Place below(Place place, Member member) {
      ColumnType type =
          member.value().value() instanceof Array
              ? keys.listUnder(place.type(), member.key())
              : keys.structUnder(place.type(), member.key());
      return new Place(type, place.rule().below(member.key()));
    }

    private static String pointer(String path, String key) {
      return path + "/" + key.replace("~", "~0").replace("/", "~1");
    }

    private void absent(Object rebuilt, String path) {
      boolean nothing =
          (rebuilt instanceof Map<?, ?> map && map.isEmpty())
              || (rebuilt instanceof List<?> list && list.isEmpty());
      if (!nothing) {
        throw new DifferenceException(path, "stored " + rebuilt + ", absent in the message");
      }
    }

    private void member(Object rebuilt, Member member, Place level, String parent) {
      JsonTree original = member.value();
      String path = pointer(parent, member.key());
      if (rebuilt instanceof Raw || (rebuilt != null && original.value() != null)) {
        value(rebuilt, original, below(level, member), path);
      } else if (original.value() instanceof Members) {
        object(Map.of(), original, below(level, member), path);
      } else if (rebuilt != null) {
        absent(rebuilt, path);
      } else if (!carriesNothing(original) && !isNullValue(member, level)) {
        throw new DifferenceException(path, "lost " + original.rawText());
      }
    }

    private boolean isNullValue(Member member, Place level) {
      return member.value().value() instanceof String text
          && rules.nullValues().contains(text)
          && keys.isHinted(level.type(), member.key(), level.rule().below(member.key()));
    }

    private void value(Object rebuilt, JsonTree original, Place place, String path) {
      Object value = original.value();
      if (rebuilt instanceof Map<?, ?> map) {
        require(value instanceof Members, rebuilt, original, path);
        object(map, original, place, path);
      } else if (rebuilt instanceof List<?> list) {
        boolean same = value instanceof Array array && array.elements().size() == list.size();
        require(same, rebuilt, original, path);
        elements(list, ((Array) value).elements(), place, path);
      } else {
        require(isSame(rebuilt, original), rebuilt, original, path);
      }
    }

    private static boolean isSame(Object rebuilt, JsonTree original) {
      Object value = original.value();
      if (rebuilt instanceof Raw raw) {
        return raw.latin1().equals(original.raw());
      }
      if (rebuilt instanceof AnyText any) {
        boolean string = value instanceof String || value instanceof Broken;
        return string
            ? any.text().equals(value)
            : JsonTree.latin1(any.text()).equals(original.raw());
      }
      if (rebuilt instanceof Converted converted) {
        return HintedValues.same(converted.hint(), value, converted.value());
      }
      if (rebuilt instanceof Number && value instanceof Num number) {
        return Numbers.same(number.text(), rebuilt);
      }
      boolean scalar =
          rebuilt instanceof Boolean || rebuilt instanceof String || rebuilt instanceof Broken;
      return scalar && rebuilt.equals(value);
    }

    private void elements(List<?> rebuilt, List<JsonTree> original, Place list, String path) {
      Place place = new Place(KeyPaths.element(list.type()), list.rule());
      for (int i = 0; i < rebuilt.size(); i++) {
        Object element = rebuilt.get(i);
        if (element == null) {
          require(original.get(i).value() == null, null, original.get(i), path + "/" + i);
        } else {
          value(element, original.get(i), place, path + "/" + i);
        }
      }
    }

    private static void require(boolean same, Object rebuilt, JsonTree original, String path) {
      if (!same) {
        throw new DifferenceException(
            path, "stored " + rebuilt + ", the message says " + original.rawText());
      }
    }
  }
}
