package io.firn.ingest;

import io.firn.TableName;
import io.firn.landing.InputObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a window that was exported once more is compared with.
 *
 * @param exports each the parts of one or more windows that together are an export of its time
 * @param inTables all the parts again, by the tables that they went to
 * @param obstacle why it cannot be compared; null if it can
 */
record EarlierExports(
    List<List<InputObject>> exports,
    Map<TableName, List<InputObject>> inTables,
    @Nullable String obstacle) {
  static final EarlierExports NONE = new EarlierExports(List.of(), Map.of(), null);

  static EarlierExports obstructed(String obstacle) {
    return new EarlierExports(List.of(), Map.of(), obstacle);
  }

  /** The parts of each export by their streams. */
  List<Map<String, List<InputObject>>> byStream() {
    return exports.stream().map(EarlierExports::byStream).toList();
  }

  static Map<String, List<InputObject>> byStream(List<InputObject> parts) {
    Map<String, List<InputObject>> streams = new HashMap<>();
    parts.forEach(part -> streams.computeIfAbsent(stream(part), k -> new ArrayList<>()).add(part));
    return streams;
  }

  /** The last folder of the part's key: all that it says of its stream. */
  private static String stream(InputObject part) {
    String key = part.identity().key();
    int end = key.lastIndexOf('/');
    return end < 0 ? "" : key.substring(key.lastIndexOf('/', end - 1) + 1, end);
  }
}
