package io.firn.export;

/** A process that is killed: nothing that it runs may catch this. */
final class Crash extends Error {
  Crash() {
    super("killed");
  }
}
