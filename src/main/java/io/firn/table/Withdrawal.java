package io.firn.table;

/** How the withdrawal of a staged batch ended. */
public enum Withdrawal {
  /** Nobody can publish the batch any more. */
  WITHDRAWN,
  /** The batch is in the table, which was left as it was. */
  ALREADY_PUBLISHED
}
