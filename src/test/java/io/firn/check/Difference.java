package io.firn.check;

/**
 * Something that Trino says of a table, and Spark or Iceberg says otherwise.
 *
 * @param place a column or a place below one; or a word for what was asked of the whole table
 * @param what the thing that differs, "non-null values"
 */
record Difference(String table, String place, String what, String trino, String expected) {
  @Override
  public String toString() {
    return "%s, %s: %s: Trino says %s, expected %s".formatted(table, place, what, trino, expected);
  }
}
