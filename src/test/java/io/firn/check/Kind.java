package io.firn.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** What a place holds, and how Trino and Java each make the same bytes of one value. */
enum Kind {
  STRUCT,
  LIST,
  MAP,
  TEXT {
    @Override
    String trinoBytes(String value) {
      return "to_utf8(" + value + ")";
    }
  },
  /** A value that both print alike: integers, booleans, decimals, dates. */
  PRINTED {
    @Override
    String trinoBytes(String value) {
      return "to_utf8(CAST(" + value + " AS varchar))";
    }
  },
  FLOATING {
    @Override
    String trinoBytes(String value) {
      return "to_ieee754_64(CAST(" + value + " AS double))";
    }

    @Override
    byte[] bytes(Object value) {
      return ByteBuffer.allocate(Double.BYTES).putDouble(((Number) value).doubleValue()).array();
    }
  },
  TIMESTAMP {
    @Override
    String trinoBytes(String value) {
      return "to_utf8(CAST(" + value + " AS varchar))";
    }

    @Override
    byte[] bytes(Object value) {
      return MICROS.format((LocalDateTime) value).getBytes(UTF_8);
    }
  },
  ZONED_TIMESTAMP {
    @Override
    String trinoBytes(String value) {
      return TIMESTAMP.trinoBytes("CAST(" + value + " AT TIME ZONE 'UTC' AS timestamp(6))");
    }

    @Override
    byte[] bytes(Object value) {
      return TIMESTAMP.bytes(LocalDateTime.ofInstant((Instant) value, ZoneOffset.UTC));
    }
  },
  BINARY {
    @Override
    String trinoBytes(String value) {
      return value;
    }

    @Override
    byte[] bytes(Object value) {
      return (byte[]) value;
    }
  };

  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

  /**
   * The kind of an Iceberg type.
   *
   * @throws IllegalArgumentException for types that Spark or Firn do not write
   */
  static Kind of(Type type) {
    return switch (type.typeId()) {
      case STRUCT -> STRUCT;
      case LIST -> LIST;
      case MAP -> MAP;
      case STRING -> TEXT;
      case INTEGER, LONG, BOOLEAN, DECIMAL, DATE -> PRINTED;
      case FLOAT, DOUBLE -> FLOATING;
      case TIMESTAMP ->
          ((Types.TimestampType) type).shouldAdjustToUTC() ? ZONED_TIMESTAMP : TIMESTAMP;
      case BINARY -> BINARY;
      default -> throw new IllegalArgumentException("Cannot compare values of type " + type);
    };
  }

  boolean isContainer() {
    return this == STRUCT || this == LIST || this == MAP;
  }

  /** An expression for the bytes of a value that is given by an expression. */
  String trinoBytes(String value) {
    throw new IllegalStateException("Cannot make bytes of a " + this);
  }

  /** The same bytes of a value as Spark's rows hold it. */
  byte[] bytes(Object value) {
    return value.toString().getBytes(UTF_8);
  }
}
