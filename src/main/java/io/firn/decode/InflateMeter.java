package io.firn.decode;

/** Hears what a layer of gzip gives, and stops it where that is too much. */
@FunctionalInterface
interface InflateMeter {
  /**
   * Adds what came last.
   *
   * @param count bytes that came now
   * @param total bytes that the layer has given so far, those included
   */
  void inflated(int count, long total) throws DamagedObjectException;
}
