package io.firn.ingest;

import io.firn.shred.RowValues;
import java.math.BigDecimal;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;

/** Values of Spark's internal rows. */
final class SparkValues implements RowValues {
  private static final int PRECISION = 38;

  @Override
  public Object string(byte[] utf8, int offset, int length) {
    return UTF8String.fromBytes(utf8, offset, length);
  }

  @Override
  public Object decimal(BigDecimal integer) {
    return Decimal.apply(integer, PRECISION, 0);
  }

  @Override
  public Object struct(Object[] fields) {
    return new GenericInternalRow(fields);
  }

  @Override
  public Object list(Object[] elements) {
    return new GenericArrayData(elements);
  }

  @Override
  public Object map(Object[] keys, Object[] mapped) {
    return new ArrayBasedMapData(new GenericArrayData(keys), new GenericArrayData(mapped));
  }
}
