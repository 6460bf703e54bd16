package io.firn.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * An entry of {@code log_rescued}.
 *
 * @param raw the raw bytes of the value in the message, as Latin-1
 */
record RescuedValue(String path, String why, String raw) {

  static List<RescuedValue> list(String json) {
    if (json == null) {
      return List.of();
    }
    JsonTree root = JsonTree.of(JsonTree.latin1(json));
    List<RescuedValue> entries = new ArrayList<>();
    for (JsonTree entry : ((JsonTree.Array) root.value()).elements()) {
      entries.add(entry(entry));
    }
    if (entries.isEmpty()) {
      throw new DifferenceException("", "log_rescued is an empty array, not null");
    }
    return entries;
  }

  private static RescuedValue entry(JsonTree entry) {
    String path = (String) entry.member("path").value();
    String why = (String) entry.member("why").value();
    JsonTree value = entry.member("value");
    JsonTree encoding = entry.member("encoding");
    int members = ((JsonTree.Members) entry.value()).list().size();
    if (members != (encoding == null ? 3 : 4)) {
      throw new DifferenceException(path, "unexpected members in " + entry.rawText());
    }
    if (encoding == null && !why.equals("bytes")) {
      return new RescuedValue(path, why, value.raw());
    }
    if (encoding != null && (why.equals("bytes") || !"base64".equals(encoding.value()))) {
      throw new DifferenceException(path, "unexpected encoding in " + entry.rawText());
    }
    byte[] bytes = Base64.getDecoder().decode((String) value.value());
    String raw = new String(bytes, ISO_8859_1);
    if (encoding != null && isUtf8(raw)) {
      throw new DifferenceException(path, "base64 of valid UTF-8 in " + entry.rawText());
    }
    return new RescuedValue(path, why, raw);
  }

  static boolean isUtf8(String raw) {
    return JsonTree.latin1(JsonTree.utf8(raw)).equals(raw);
  }

  /** The keys and positions of the JSON Pointer. */
  List<String> steps() {
    if (path.isEmpty()) {
      return List.of();
    }
    if (!path.startsWith("/")) {
      throw new DifferenceException(path, "no JSON Pointer");
    }
    return List.of(path.substring(1).split("/", -1)).stream()
        .map(step -> step.replace("~1", "/").replace("~0", "~"))
        .toList();
  }
}
