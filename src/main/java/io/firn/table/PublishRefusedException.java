package io.firn.table;

/** A staged batch cannot be published without a person's decision; the table is as it was. */
public final class PublishRefusedException extends RuntimeException {
  PublishRefusedException(String message) {
    super(message);
  }
}
