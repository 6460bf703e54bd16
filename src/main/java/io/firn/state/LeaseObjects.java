package io.firn.state;

import java.util.List;
import java.util.Optional;

/** The leases of a store: {@code leases/<name>.json}. */
final class LeaseObjects {
  private static final String FOLDER = "leases/";
  private static final String ENDING = ".json";

  private final StateStore store;

  LeaseObjects(StateStore store) {
    this.store = store;
  }

  /** A lease as it was read. */
  record Read(String version, LeaseObject object) {}

  Optional<Read> read(String name) {
    return store
        .read(key(name))
        .map(found -> new Read(found.version(), LeaseObject.parse(found.content())));
  }

  Optional<String> create(String name, LeaseObject object) {
    return store.create(key(name), object.toJson());
  }

  Optional<String> replace(String name, String version, LeaseObject object) {
    return store.replace(key(name), version, object.toJson());
  }

  void delete(String name) {
    store.delete(key(name));
  }

  List<String> names() {
    return store.list(FOLDER).stream()
        .filter(key -> key.endsWith(ENDING))
        .map(key -> key.substring(FOLDER.length(), key.length() - ENDING.length()))
        .toList();
  }

  private static String key(String name) {
    return FOLDER + name + ENDING;
  }
}
