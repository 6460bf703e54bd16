package io.firn.ledger;

import io.firn.ObjectIdentity;
import io.firn.TableName;

/** An object that may go into a table. */
public record Candidate(TableName table, ObjectIdentity object) {
  /** The same for all versions of the object. */
  String key() {
    return table + " " + object.uri();
  }
}
