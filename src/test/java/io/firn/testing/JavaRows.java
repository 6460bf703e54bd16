package io.firn.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.firn.shred.RowValues;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** Rows of plain Java values, and how they read under a later schema. */
public final class JavaRows implements RowValues {
  private record Fields(List<Object> values) {}

  @Override
  public Object string(byte[] utf8, int offset, int length) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8, offset, length)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("Invalid string: not UTF-8", e);
    }
  }

  @Override
  public Object decimal(BigDecimal integer) {
    if (integer.scale() != 0 || integer.precision() > 38) {
      throw new IllegalArgumentException("Invalid decimal(38,0): " + integer);
    }
    return integer;
  }

  @Override
  public Object struct(Object[] fields) {
    return new Fields(Arrays.asList(fields));
  }

  @Override
  public Object list(Object[] elements) {
    return new ArrayList<>(Arrays.asList(elements));
  }

  @Override
  public Object map(Object[] keys, Object[] mapped) {
    Map<Object, Object> map = new HashMap<>();
    for (int i = 0; i < keys.length; i++) {
      if (map.containsKey(keys[i])) {
        throw new IllegalArgumentException("Invalid map: twice key " + keys[i]);
      }
      map.put(keys[i], mapped[i]);
    }
    return map;
  }

  /** The row by column names of {@code read}; fields are found by id, as Iceberg finds them. */
  public static Map<String, Object> read(
      Object[] row, Types.StructType written, Types.StructType read) {
    return read(Arrays.asList(row), written, read);
  }

  private static Map<String, Object> read(
      List<Object> row, Types.StructType written, Types.StructType read) {
    Map<Integer, Object> byId = new HashMap<>();
    for (int i = 0; i < row.size(); i++) {
      byId.put(written.fields().get(i).fieldId(), row.get(i));
    }
    Map<String, Object> values = new HashMap<>();
    for (Types.NestedField field : read.fields()) {
      Object value = byId.get(field.fieldId());
      Types.NestedField before = written.field(field.fieldId());
      values.put(field.name(), value == null ? null : value(value, before.type(), field.type()));
    }
    return values;
  }

  private static Object value(Object value, Type written, Type read) {
    if (value instanceof Fields fields) {
      return read(fields.values(), written.asStructType(), read.asStructType());
    }
    if (value instanceof List<?> list) {
      List<Object> elements = new ArrayList<>();
      Type before = written.asListType().elementType();
      Type now = read.asListType().elementType();
      if (written.asListType().elementId() != read.asListType().elementId()) {
        return null;
      }
      list.forEach(e -> elements.add(e == null ? null : value(e, before, now)));
      return elements;
    }
    if (!written.equals(read)) {
      throw new IllegalArgumentException("Cannot read " + written + " as " + read);
    }
    return value;
  }
}
