package io.firn.decode;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an export object holds, read slowly with strings, regex and java.time. */
record ReferenceExport(String badRecord, List<Event> events) {
  private static final Pattern LINE_START =
      Pattern.compile("(?<=^|\n)([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{3}Z)(?= |\n|\\z)");
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  /** One event; the message's chars are its bytes (ISO 8859-1). */
  record Event(long epochMillis, String message) {}

  static ReferenceExport read(byte[] object) {
    String text = new String(object, StandardCharsets.ISO_8859_1);
    if (text.startsWith("\u00EF\u00BB\u00BF")) {
      text = text.substring(3);
    }
    List<Integer> starts = new ArrayList<>();
    List<Long> times = new ArrayList<>();
    Matcher matcher = LINE_START.matcher(text);
    while (matcher.find()) {
      OptionalLong time = time(matcher.group(1));
      if (time.isPresent()) {
        times.add(time.getAsLong());
        starts.add(matcher.start());
      }
    }
    String bad = starts.isEmpty() ? text : text.substring(0, starts.get(0));
    starts.add(text.endsWith("\n") ? text.length() : text.length() + 1);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < times.size(); i++) {
      String rest = text.substring(starts.get(i) + Stamp.LENGTH, starts.get(i + 1) - 1);
      events.add(new Event(times.get(i), rest.startsWith(" ") ? rest.substring(1) : rest));
    }
    return new ReferenceExport(bad, events);
  }

  private static OptionalLong time(String stamp) {
    try {
      LocalDateTime time = LocalDateTime.parse(stamp, STAMP);
      return OptionalLong.of(time.toInstant(ZoneOffset.UTC).toEpochMilli());
    } catch (DateTimeException e) {
      return OptionalLong.empty();
    }
  }
}
