package io.firn.maintain;

import java.time.LocalDate;
import org.apache.iceberg.expressions.Expression;
import org.jspecify.annotations.Nullable;

/**
 * The files of a table that are put in order together: those of a day, or of a kind of rows.
 *
 * @param name for people
 * @param files is true of all rows of its files, and of no row of another file
 * @param day of its events; null if it is no day
 */
record Slice(String name, Expression files, @Nullable LocalDate day) {
  @Override
  public String toString() {
    return name;
  }
}
