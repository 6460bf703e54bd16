package io.firn.check;

import java.io.Serializable;

/**
 * One step down a row: to a field by its name, or to all elements, keys or values.
 *
 * @param name the field's; empty for the others
 */
record Step(To to, String name) implements Serializable {
  enum To {
    FIELD,
    ELEMENT,
    KEY,
    VALUE
  }

  static Step field(String name) {
    return new Step(To.FIELD, name);
  }

  static Step to(To to) {
    return new Step(to, "");
  }
}
