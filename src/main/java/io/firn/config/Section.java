package io.firn.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A mapping whose keys are declared; others have been noted as problems. */
final class Section {
  private final Value value;
  private final List<String> declared;
  private final Map<String, Value.Entry> entries;

  Section(Value value, List<String> declared, Map<String, Value.Entry> entries) {
    this.value = value;
    this.declared = declared;
    this.entries = entries;
    entries.forEach(
        (name, entry) -> {
          if (!declared.contains(name)) {
            entry.key().problem("Unknown key" + Suggestion.text(name, declared));
          }
        });
  }

  /** The mapping itself. */
  Value value() {
    return value;
  }

  Optional<Value> get(String key) {
    if (!declared.contains(key)) {
      throw new AssertionError("No key " + key + " is declared for " + value.path());
    }
    return Optional.ofNullable(entries.get(key)).map(Value.Entry::value);
  }

  <T> Optional<T> get(String key, Function<String, T> reading) {
    return get(key).flatMap(found -> found.read(reading));
  }

  /** Notes a problem of the key itself, if it is there. */
  void refuse(String key, String text) {
    Value.Entry entry = entries.get(key);
    if (entry != null) {
      entry.key().problem(text);
    }
  }

  /** As {@link #get(String)}; it is a problem if there is none. */
  Optional<Value> require(String key) {
    Optional<Value> found = get(key);
    if (found.isEmpty()) {
      value.problemBelow(key, "Missing key");
    }
    return found;
  }

  <T> Optional<T> require(String key, Function<String, T> reading) {
    return require(key).flatMap(found -> found.read(reading));
  }
}
