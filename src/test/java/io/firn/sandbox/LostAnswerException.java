package io.firn.sandbox;

/** The connection broke before an answer: the caller does not know whether the call was done. */
public final class LostAnswerException extends RuntimeException {
  LostAnswerException(Operation operation) {
    super("Lost the answer to " + operation.wireName());
  }
}
