package io.firn.sandbox;

/** A log group's class; only {@link #STANDARD} can be exported. */
public enum GroupClass {
  STANDARD,
  INFREQUENT_ACCESS,
  DELIVERY
}
