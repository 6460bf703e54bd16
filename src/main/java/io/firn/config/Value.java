package io.firn.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * A node of the file and the path of keys that leads to it. What is read but is not there is empty,
 * and the problem has been noted.
 */
final class Value {
  private final Node node;
  private final String path;
  private final Problems problems;

  Value(Node node, String path, Problems problems) {
    this.node = node;
    this.path = path;
    this.problems = problems;
  }

  /** A key of a mapping, with its value. */
  record Entry(Value key, Value value) {}

  Place place() {
    return Place.of(node.getStartMark());
  }

  String path() {
    return path;
  }

  void problem(String text) {
    problems.add(place(), path, text);
  }

  /** A problem of a key of this mapping that is not there. */
  void problemBelow(String key, String text) {
    problems.add(place(), below(key), text);
  }

  /** The scalar as it is spelled: {@code 0123} keeps its zero, {@code no} is no boolean. */
  Optional<String> text() {
    Optional<String> text = anyText();
    if (text.isPresent() && text.get().isBlank()) {
      problem("Invalid " + name() + ": '' (must not be empty)");
      return Optional.empty();
    }
    return text;
  }

  /** As {@link #text}, and it may be empty. */
  Optional<String> anyText() {
    if (!is(ScalarNode.class, "text")) {
      return Optional.empty();
    }
    String text = ((ScalarNode) node).getValue();
    if (!StreamReader.isPrintable(text)) {
      problem("Invalid " + name() + ": control characters (must be printable)");
      return Optional.empty();
    }
    return Optional.of(text);
  }

  /** The text as the reading takes it; an IllegalArgumentException of it is a problem. */
  <T> Optional<T> read(Function<String, T> reading) {
    return text().flatMap(text -> attempt(() -> reading.apply(text)));
  }

  /** What the attempt gives; an IllegalArgumentException of it is a problem of this value. */
  <T> Optional<T> attempt(Supplier<T> attempt) {
    try {
      return Optional.of(attempt.get());
    } catch (IllegalArgumentException e) {
      problem(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** The mapping, all of whose keys are declared for its path. */
  Optional<Section> section() {
    return entries().map(entries -> new Section(this, ConfigKeys.of(path), entries));
  }

  /** As {@link #section()}, where the path holds keys that are anybody's. */
  Optional<Section> section(String declaredAs) {
    return entries().map(entries -> new Section(this, ConfigKeys.of(declaredAs), entries));
  }

  boolean isMapping() {
    return node instanceof MappingNode;
  }

  /** The mapping's keys, whatever they are. */
  Optional<Map<String, Entry>> entries() {
    if (!is(MappingNode.class, "a mapping")) {
      return Optional.empty();
    }
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : ((MappingNode) node).getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode key) {
        add(entries, key, tuple.getValueNode());
      } else {
        String kind = kind(tuple.getKeyNode());
        problems.add(
            Place.of(tuple.getKeyNode().getStartMark()),
            path,
            "Invalid key: " + kind + " (must be text)");
      }
    }
    return Optional.of(entries);
  }

  private void add(Map<String, Entry> entries, ScalarNode key, Node value) {
    String name = key.getValue();
    Entry first = entries.get(name);
    Value keyValue = new Value(key, below(name), problems);
    if (first != null) {
      keyValue.problem("Duplicate key (first at line " + first.key.place().line() + ")");
    } else {
      entries.put(name, new Entry(keyValue, new Value(value, below(name), problems)));
    }
  }

  /** The elements of the list. */
  List<Value> items() {
    List<Value> items = new ArrayList<>();
    if (is(SequenceNode.class, "a list")) {
      for (Node item : ((SequenceNode) node).getValue()) {
        items.add(new Value(item, path + "[" + items.size() + "]", problems));
      }
    }
    return items;
  }

  private boolean is(Class<? extends Node> type, String what) {
    if (!node.getTag().startsWith(Tag.PREFIX)) {
      problem("Invalid tag: " + node.getTag().getValue() + " (must have none)");
      return false;
    }
    if (Tag.NULL.equals(node.getTag())) {
      problem("Missing value (must be " + what + ")");
      return false;
    }
    if (!type.isInstance(node)) {
      problem("Invalid " + name() + ": " + kind(node) + " (must be " + what + ")");
      return false;
    }
    return true;
  }

  /** Never the text itself: it may be a secret in a wrong place. */
  private static String kind(Node node) {
    return node instanceof ScalarNode
        ? "text"
        : node instanceof SequenceNode ? "a list" : "a mapping";
  }

  /** The last key of the path. */
  String name() {
    String last = path.substring(path.lastIndexOf('.') + 1);
    return path.isEmpty() ? "config" : last.isEmpty() ? "key" : last;
  }

  private String below(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
