package io.firn.check;

/**
 * A part of a table that Glue, or Athena, would refuse.
 *
 * @param place the column, or another part of the table
 * @param thing what of it, "comment"
 * @param value the value, or its length where it is long
 * @param limit what must hold
 */
record GlueProblem(String table, String place, String thing, String value, String limit) {
  @Override
  public String toString() {
    return "%s, %s: Invalid %s: %s (must be %s)".formatted(table, place, thing, value, limit);
  }
}
