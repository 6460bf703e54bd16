package io.firn.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Events as exported objects hold them: a stamp, a space, the message, a newline. */
final class ExportText {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** A stamp, a space and a newline. */
  private static final int OVERHEAD = 26;

  private ExportText() {}

  static long size(StoredEvent event) {
    return event.message().getBytes(UTF_8).length + (long) OVERHEAD;
  }

  static void write(List<StoredEvent> events, OutputStream out) throws IOException {
    for (StoredEvent event : events) {
      String stamp = STAMP.format(Instant.ofEpochMilli(event.timestamp()));
      out.write((stamp + " " + event.message() + "\n").getBytes(UTF_8));
    }
  }
}
