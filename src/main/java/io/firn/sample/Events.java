package io.firn.sample;

import java.io.Closeable;
import java.io.IOException;

/** Events one after the other; the slice of the buffer holds until the next {@link #next()}. */
interface Events extends Closeable {
  boolean next() throws IOException, UnsuitableFileException;

  long epochMillis();

  byte[] buffer();

  int offset();

  int length();
}
