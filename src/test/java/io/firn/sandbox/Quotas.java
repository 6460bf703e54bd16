package io.firn.sandbox;

/** By which clock calls are counted against their quota a second. */
public enum Quotas {
  /** For simulations: a call that was refused comes through once the clock has been advanced. */
  BY_TEST_CLOCK,
  /** For clients over HTTP, which wait in real time. */
  BY_REAL_CLOCK,
  NONE
}
