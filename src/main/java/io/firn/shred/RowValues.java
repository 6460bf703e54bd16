package io.firn.shred;

import java.math.BigDecimal;

/**
 * Makes the engine's values of a row; booleans, longs and doubles are the boxed Java ones. A string
 * may go on using the bytes that it is given until the row is written.
 */
public interface RowValues {
  Object string(byte[] utf8, int offset, int length);

  Object decimal(BigDecimal integer);

  Object struct(Object[] fields);

  Object list(Object[] elements);

  /** A map of strings; its values may be null. */
  Object map(Object[] keys, Object[] values);
}
