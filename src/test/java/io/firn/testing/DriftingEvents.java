package io.firn.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Events of services that go on being developed: keys come, and now and then change their type. */
public final class DriftingEvents {
  private static final int LEAVES_OF_GROUP = 12;
  private static final int LEAVES_OF_EVENT = 60;

  private final Random random;
  private final List<Leaf> leaves = new ArrayList<>();
  private int drifts;

  /** A value in a group of them. */
  private record Leaf(String group, String key, Kind kind) {}

  private enum Kind {
    LONG,
    DOUBLE,
    STRING,
    BOOLEAN,
    LIST;

    String value(Random random) {
      return switch (this) {
        case LONG -> Integer.toString(random.nextInt(1_000));
        case DOUBLE -> random.nextInt(1_000) + ".5";
        case STRING -> "\"text " + random.nextInt(1_000) + "\"";
        case BOOLEAN -> Boolean.toString(random.nextBoolean());
        case LIST -> "[\"a\",\"b\"]";
      };
    }
  }

  /** All follows from the random numbers. */
  public DriftingEvents(Random random, int firstLeaves) {
    this.random = random;
    addLeaves(firstLeaves);
  }

  /** New keys, at the root and in groups old and new. */
  public void addLeaves(int count) {
    for (int i = 0; i < count; i++) {
      int number = leaves.size();
      int group = random.nextInt(8) == 0 ? number : number / LEAVES_OF_GROUP;
      String name = random.nextInt(10) == 0 ? "" : "serviceGroup" + group;
      Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
      leaves.add(new Leaf(name, "someAttribute" + number, kind));
    }
  }

  /** A key's values have another type from now on. */
  public void changeType() {
    int at = drifts++ * 7 % leaves.size();
    Leaf leaf = leaves.get(at);
    Kind other = leaf.kind() == Kind.STRING ? Kind.LONG : Kind.STRING;
    leaves.set(at, new Leaf(leaf.group(), leaf.key(), other));
  }

  /** An object's messages; together they have every leaf. */
  public List<byte[]> object() {
    List<byte[]> messages = new ArrayList<>();
    for (int from = 0; from < leaves.size(); from += LEAVES_OF_EVENT) {
      int to = Math.min(leaves.size(), from + LEAVES_OF_EVENT);
      messages.add(message(leaves.subList(from, to)).getBytes(UTF_8));
    }
    return messages;
  }

  private String message(List<Leaf> of) {
    Map<String, List<String>> members = new TreeMap<>();
    for (Leaf leaf : of) {
      members
          .computeIfAbsent(leaf.group(), group -> new ArrayList<>())
          .add("\"" + leaf.key() + "\":" + leaf.kind().value(random));
    }
    List<String> root = new ArrayList<>();
    members.forEach(
        (group, inside) -> {
          String joined = String.join(",", inside);
          root.add(group.isEmpty() ? joined : "\"" + group + "\":{" + joined + "}");
        });
    return "{" + String.join(",", root) + "}";
  }
}
