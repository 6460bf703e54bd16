package io.firn.decode;

import static io.firn.decode.Gzips.gzip;
import static io.firn.decode.Gzips.utf8;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.firn.decode.Decoded.Event;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random messages of subscription filters, spelled in every way that JSON allows. */
final class Messages {
  private static final String[] GROUPS = {"/aws/lambda/orders", "/aws/rds/cluster", "plain"};
  private static final String[] PIECES = {
    "a",
    "Zz",
    " ",
    "{\"k\":\"v\"}",
    "}{",
    "\"",
    "\\",
    "\n",
    "\r\n",
    "\t",
    "\b\f",
    "\u0000",
    "\u001f",
    "ä",
    "\u20ac",
    "\ud83d\ude00",
    "[1,2]",
    "H4sI",
    "{\"messageType\":\"DATA_MESSAGE\"",
    "2026-11-18T09:30:00.123Z x",
    "/",
    "a longer piece of a message "
  };

  private final Random random;

  /** What a decoder must make of the envelopes so far. */
  final List<Event> events = new ArrayList<>();

  int controlMessages;

  Messages(Random random) {
    this.random = random;
  }

  /** Some envelopes, each as JSON. */
  List<String> envelopes(int most) {
    List<String> envelopes = new ArrayList<>();
    int count = 1 + random.nextInt(most);
    for (int i = 0; i < count; i++) {
      envelopes.add(envelope());
    }
    return envelopes;
  }

  private String envelope() {
    if (random.nextInt(8) == 0) {
      controlMessages++;
      return object(
          List.of(
              member("messageType", "\"CONTROL_MESSAGE\""),
              member("owner", "\"CloudwatchLogs\""),
              member("logEvents", "[{\"id\":\"\",\"timestamp\":1,\"message\":\"CWL CONTROL\"}]")));
    }
    String group = GROUPS[random.nextInt(GROUPS.length)];
    String stream = "2026/11/18/[$LATEST]" + random.nextInt(2);
    Origin origin = new Origin("123456789012", group, stream);
    List<String> logEvents = new ArrayList<>();
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      logEvents.add(logEvent(origin));
    }
    return object(
        List.of(
            member("messageType", "\"DATA_MESSAGE\""),
            member("owner", string("123456789012")),
            member("logGroup", string(group)),
            member("logStream", string(stream)),
            member("subscriptionFilters", "[\"a\", {\"logEvents\":[]}]"),
            member("policyLevel", "{\"messageType\":1,\"x\":[[],{}]}"),
            member("logEvents", "[" + String.join(space() + "," + space(), logEvents) + "]")));
  }

  private String logEvent(Origin origin) {
    String message = message();
    String id = random.nextInt(10) == 0 ? null : "3" + (1_000_000 + random.nextInt(9_000_000));
    long millis = 1_600_000_000_000L + random.nextInt();
    String bytes = new String(message.getBytes(UTF_8), ISO_8859_1);
    events.add(new Event(origin, id, millis, true, bytes));
    List<String> members = new ArrayList<>();
    members.add(member("timestamp", String.valueOf(millis)));
    members.add(member("message", string(message)));
    members.add(member("extractedFields", "{\"message\":\"no\",\"id\":null}"));
    if (id != null) {
      members.add(member("id", "\"" + id + "\""));
    }
    return object(members);
  }

  private String message() {
    StringBuilder message = new StringBuilder();
    int count = random.nextInt(8);
    for (int i = 0; i < count; i++) {
      message.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return message.toString();
  }

  private String object(List<String> members) {
    List<String> shuffled = new ArrayList<>(members);
    Collections.shuffle(shuffled, random);
    return "{" + space() + String.join(space() + "," + space(), shuffled) + space() + "}";
  }

  private String member(String key, String value) {
    return "\"" + key + "\"" + space() + ":" + space() + value;
  }

  private String space() {
    return random.nextInt(4) == 0
        ? new String[] {" ", "\n", "\r\n\t", "   "}[random.nextInt(4)]
        : "";
  }

  /** A JSON string; what need not be escaped sometimes is. */
  private String string(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      String brief = brief(c);
      if (brief != null && random.nextBoolean()) {
        json.append(brief);
      } else if (c < ' ' || c == '"' || c == '\\' || (random.nextInt(10) == 0 && isAlone(c))) {
        json.append(String.format(random.nextBoolean() ? "\\u%04x" : "\\u%04X", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }

  /** A pair must be escaped whole or not at all. */
  private static boolean isAlone(char c) {
    return !Character.isSurrogate(c);
  }

  private static @Nullable String brief(char c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '/' -> "\\/";
      case '\b' -> "\\b";
      case '\f' -> "\\f";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> null;
    };
  }

  /** The ways of one or more envelopes into an object. */
  enum Shape {
    MEMBERS,
    MEMBERS_GZIPPED_AGAIN,
    BACK_TO_BACK_GZIPPED,
    BACK_TO_BACK,
    LINES,
    LAMBDA,
    KINESIS,
    KINESIS_PLAIN,
    FIREHOSE,
    FIREHOSE_SEVERAL_IN_ONE,
    ZIPPED_BASE64_LINES,
    KINESIS_OF_LAMBDA
  }

  static byte[] object(Shape shape, List<String> envelopes) {
    String joined = String.join("", envelopes);
    return switch (shape) {
      case MEMBERS -> members(envelopes);
      case MEMBERS_GZIPPED_AGAIN -> gzip(members(envelopes));
      case BACK_TO_BACK_GZIPPED -> gzip(joined);
      case BACK_TO_BACK -> utf8(joined);
      case LINES -> utf8(String.join("\n", envelopes) + "\n");
      case LAMBDA -> utf8(each(envelopes, one -> lambda(zipped(one)), "\n"));
      case KINESIS -> utf8(kinesis(each(envelopes, one -> record(zipped(one)), ",")));
      case KINESIS_PLAIN -> gzip(kinesis(each(envelopes, one -> record(base64(utf8(one))), ",")));
      case FIREHOSE -> utf8(firehose(each(envelopes, one -> put(zipped(one)), ",")));
      case FIREHOSE_SEVERAL_IN_ONE -> utf8(firehose(put(zipped(joined)) + "," + put("")));
      case ZIPPED_BASE64_LINES -> utf8(each(envelopes, Messages::zipped, "\n"));
      case KINESIS_OF_LAMBDA ->
          utf8(kinesis(each(envelopes, one -> record(base64(utf8(lambda(zipped(one))))), ",")));
    };
  }

  private static byte[] members(List<String> envelopes) {
    return Gzips.concat(envelopes.stream().map(Gzips::gzip).toArray(byte[][]::new));
  }

  private interface Spelling {
    String of(String envelope);
  }

  private static String each(List<String> envelopes, Spelling spelling, String between) {
    return String.join(between, envelopes.stream().map(spelling::of).toList());
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  static String zipped(String text) {
    return base64(gzip(text));
  }

  static String lambda(String data) {
    return "{\"awslogs\": {\"data\": \"" + data + "\"}}";
  }

  static String kinesis(String records) {
    return "{\"Records\":[" + records + "]}";
  }

  /** A record of Kinesis; some libraries escape the slash. */
  static String record(String data) {
    String escaped = data.replace("/", "\\/");
    return "{\"eventID\":\"1\",\"kinesis\":{\"partitionKey\":\"d\",\"data\":\"" + escaped + "\"}}";
  }

  static String firehose(String records) {
    return "{\"invocationId\":\"1\",\"region\":\"eu-west-1\",\"records\":[ " + records + " ]}";
  }

  static String put(String data) {
    return "{\"recordId\":\"r\",\"approximateArrivalTimestamp\":1,\"data\":\"" + data + "\"}";
  }
}
