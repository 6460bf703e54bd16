package io.firn.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What Lambda's commonest lines say, by patterns and slowly: the reference for tables of parser
 * version 2. Bytes stand as Latin-1 text.
 */
final class LambdaLines {
  private static final String ID = "([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})";
  private static final Pattern START =
      Pattern.compile("START RequestId: " + ID + " Version: ([^ \\n]+)\\s*");
  private static final Pattern PAIRS =
      Pattern.compile(
          "(END|REPORT) (RequestId: " + ID + "(?:[\\t\\n]+[A-Z][A-Za-z ]*: [^\\t\\n]+)*)\\s*");
  private static final Pattern PAIR = Pattern.compile("([A-Z][A-Za-z ]*): ([^\\t\\n]+)");
  private static final Pattern QUANTITY = Pattern.compile("(-?\\d+(?:\\.\\d+)?) (ms|MB)");
  private static final Pattern LOGGED =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z)\\t"
              + ID
              + "\\t(TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\\t([^{].*?)[\\r\\n]*",
          Pattern.DOTALL);

  private LambdaLines() {}

  /** The fields of the message as JSON, if it is such a line. */
  static Optional<JsonTree> object(byte[] message) {
    String text = new String(message, ISO_8859_1);
    return fields(text).map(fields -> JsonTree.of(json(fields)));
  }

  private static Optional<Map<String, String>> fields(String text) {
    Map<String, String> fields = new LinkedHashMap<>();
    Matcher start = START.matcher(text);
    Matcher pairs = PAIRS.matcher(text);
    Matcher logged = LOGGED.matcher(text);
    if (start.matches()) {
      fields.put("type", quoted("platform.start"));
      fields.put("request_id", quoted(start.group(1)));
      fields.put("version", quoted(start.group(2)));
    } else if (pairs.matches()) {
      fields.put("type", quoted("platform." + pairs.group(1).toLowerCase(Locale.ROOT)));
      PAIR.matcher(pairs.group(2)).results().forEach(p -> put(fields, p.group(1), p.group(2)));
    } else if (logged.matches() && !logged.group(4).contains("\t{")) {
      fields.put("timestamp", quoted(logged.group(1)));
      fields.put("request_id", quoted(logged.group(2)));
      fields.put("level", quoted(logged.group(3)));
      fields.put("message", quoted(logged.group(4)));
    }
    return fields.isEmpty() ? Optional.empty() : Optional.of(fields);
  }

  private static void put(Map<String, String> fields, String label, String value) {
    String name = label.replaceAll("([a-z])([A-Z])", "$1_$2").replace(' ', '_');
    Matcher quantity = QUANTITY.matcher(value.stripTrailing());
    if (quantity.matches()) {
      fields.put((name + "_" + quantity.group(2)).toLowerCase(Locale.ROOT), quantity.group(1));
    } else {
      fields.put(name.toLowerCase(Locale.ROOT), quoted(value.stripTrailing()));
    }
  }

  private static String json(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> quoted(field.getKey()) + ":" + field.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
