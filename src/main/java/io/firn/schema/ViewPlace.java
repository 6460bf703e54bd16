package io.firn.schema;

import static io.firn.schema.TypeDialect.quoted;

/**
 * Where an expression of a view finds a value.
 *
 * @param text the value itself
 * @param prefix what names of fields below it follow
 * @param lambdas how many stand around it
 * @param form what the value is made for
 */
record ViewPlace(String text, String prefix, int lambdas, Form form) {
  /** The name that the view calls its table by, whatever the names of tables and columns. */
  static final String TABLE = quoted("t");

  enum Form {
    /** A column of the view. */
    COLUMN,
    /** To be cast to JSON. */
    JSON
  }

  /** A column of the table. Fields are told from other tables' columns by the table's name. */
  static ViewPlace column(String name) {
    return new ViewPlace(quoted(name), TABLE + "." + quoted(name), 0, Form.COLUMN);
  }

  ViewPlace field(String name) {
    String path = prefix + "." + quoted(name);
    return new ViewPlace(path, path, lambdas, form);
  }

  /** An element of the list that is here, as a lambda's argument. */
  ViewPlace element() {
    String argument = quoted("e" + (lambdas + 1));
    return new ViewPlace(argument, argument, lambdas + 1, form);
  }

  ViewPlace forJson() {
    return new ViewPlace(text, prefix, lambdas, Form.JSON);
  }

  boolean isForJson() {
    return form == Form.JSON;
  }
}
