package io.firn.sample;

/** Makes one message after the other. */
interface LogRecords {
  void write(long epochMillis, TextBuffer target);
}
