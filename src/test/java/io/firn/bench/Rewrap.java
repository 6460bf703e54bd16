package io.firn.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.firn.ObjectFormat;
import io.firn.decode.Decoder;
import io.firn.decode.InflateBounds;
import io.firn.decode.LogEvents;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Writes the events of exported objects as a subscription filter would have sent them. */
public final class Rewrap {
  private static final int EVENTS_OF_MESSAGE = 200;
  private static final JsonFactory JSON = new JsonFactory();

  private final String group;
  private final Shape shape;
  private long events;

  private Rewrap(String group, Shape shape) {
    this.group = group;
    this.shape = shape;
  }

  /** How messages become an object. */
  enum Shape {
    /** Gzip members, one behind the other, as Firehose delivers what CloudWatch Logs sends. */
    FIREHOSE {
      @Override
      void write(byte[] message, OutputStream out) throws IOException {
        out.write(zipped(message));
      }
    },
    /** Messages that Firehose has decompressed, in an object that it compresses again. */
    DECOMPRESSED {
      @Override
      OutputStream open(Path file) throws IOException {
        return new GZIPOutputStream(super.open(file), 1 << 16);
      }

      @Override
      void write(byte[] message, OutputStream out) throws IOException {
        out.write(message);
      }
    },
    /** Base64 of gzip in Kinesis records, one JSON value behind the other. */
    KINESIS {
      @Override
      void write(byte[] message, OutputStream out) throws IOException {
        out.write(PREFIX);
        out.write(Base64.getEncoder().encode(zipped(message)));
        out.write(SUFFIX);
      }
    };

    private static final byte[] PREFIX = ascii("{\"kinesis\":{\"data\":\"");
    private static final byte[] SUFFIX = ascii("\"}}\n");

    OutputStream open(Path file) throws IOException {
      return new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    }

    abstract void write(byte[] message, OutputStream out) throws IOException;

    private static byte[] ascii(String text) {
      return text.getBytes(US_ASCII);
    }

    private static byte[] zipped(byte[] message) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(message.length / 4);
      try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
        gzip.write(message);
      }
      return bytes.toByteArray();
    }
  }

  /** Arguments: the folder of an export, an empty folder, the log group and a shape's name. */
  public static void main(String[] arguments) throws IOException {
    Path from = Path.of(arguments[0]);
    Path to = Path.of(arguments[1]);
    Shape shape = Shape.valueOf(arguments[3].toUpperCase(Locale.ROOT));
    Rewrap rewrap = new Rewrap(arguments[2], shape);
    List<Path> objects;
    try (Stream<Path> files = Files.walk(from)) {
      objects = files.filter(file -> file.toString().endsWith(".gz")).sorted().toList();
    }
    for (Path object : objects) {
      rewrap.object(object, to.resolve(from.relativize(object).toString().replace('/', '-')));
    }
  }

  private void object(Path from, Path to) throws IOException {
    String stream = from.getParent().getFileName().toString();
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    Decoder decoder = new Decoder(ObjectFormat.EXPORT, InflateBounds.DEFAULT);
    try (LogEvents source = decoder.open(Files.newInputStream(from), 0);
        OutputStream out = shape.open(to)) {
      boolean more = source.next();
      while (more) {
        message.reset();
        more = message(source, stream, message);
        shape.write(message.toByteArray(), out);
      }
    }
  }

  /** Writes a message that begins with the current event; false if that had the last ones. */
  private boolean message(LogEvents source, String stream, OutputStream to) throws IOException {
    boolean more = true;
    try (JsonGenerator json = JSON.createGenerator(to)) {
      json.writeStartObject();
      json.writeStringField("messageType", "DATA_MESSAGE");
      json.writeStringField("owner", "123456789012");
      json.writeStringField("logGroup", group);
      json.writeStringField("logStream", stream);
      json.writeArrayFieldStart("logEvents");
      for (int i = 0; more && i < EVENTS_OF_MESSAGE; i++) {
        json.writeStartObject();
        json.writeStringField("id", String.format(Locale.ROOT, "%056d", events++));
        json.writeNumberField("timestamp", source.epochMillis());
        json.writeFieldName("message");
        json.writeUTF8String(source.buffer(), source.offset(), source.length());
        json.writeEndObject();
        more = source.next();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return more;
  }
}
