package io.firn.sample;

import io.firn.decode.Gunzip;
import io.firn.decode.InflateBounds;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Wraps the events of a file, gzip compressed or not, as the parts of one export task. */
record WrapFile(Path file, Form form, TimeLine times, int parts) {
  /** What an event is in the file. */
  enum Form {
    LINE,
    JSON,
    STAMP
  }

  private static final int MAX_PARTS = 1_000_000; // six digits

  WrapFile {
    if (parts < 1 || parts > MAX_PARTS) {
      throw new IllegalArgumentException(
          "Invalid parts: " + parts + " (must be 1 to " + MAX_PARTS + ")");
    }
  }

  /** Writes as many parts as were asked for, but none without an event. */
  Export write(ExportTarget target) throws IOException, UnsuitableFileException {
    String content = String.join("\n", form.name(), times.toString(), parts + "", digest());
    long total = parts == 1 ? Long.MAX_VALUE : count();
    try (ExportFolder folder = target.folder(content);
        Events events = open()) {
      if (!events.next()) {
        throw new UnsuitableFileException("it holds no event");
      }
      Written written = writeParts(folder, target.stream(), events, total);
      folder.finish();
      return new Export(folder.task(), written);
    }
  }

  private Written writeParts(ExportFolder folder, String stream, Events events, long total)
      throws IOException, UnsuitableFileException {
    Written written = Written.NOTHING;
    int count = (int) Math.min(parts, total);
    long index = 0;
    boolean more = true;
    for (int number = 0; more; number++) {
      long end = count == 1 ? Long.MAX_VALUE : (number + 1) * total / count;
      try (ExportPart part = folder.part(stream, number)) {
        while (more && index < end) {
          part.event(events.epochMillis(), events.buffer(), events.offset(), events.length());
          index++;
          more = events.next();
        }
        written = written.plus(part.finish());
      }
    }
    return written;
  }

  private long count() throws IOException, UnsuitableFileException {
    long count = 0;
    try (Events events = open()) {
      while (events.next()) {
        count++;
      }
    }
    return count;
  }

  private Events open() throws IOException {
    return switch (form) {
      case LINE -> new LineEvents(content(), times);
      case JSON -> new JsonEvents(content(), content(), times);
      case STAMP -> new StampedEvents(content());
    };
  }

  private InputStream content() throws IOException {
    return Gunzip.peel(Files.newInputStream(file), InflateBounds.DEFAULT);
  }

  private String digest() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
