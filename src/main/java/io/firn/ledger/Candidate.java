package io.firn.ledger;

import io.firn.ObjectIdentity;
import io.firn.TableName;

/** An object that may be taken into a table. */
public record Candidate(TableName table, ObjectIdentity object) {}
