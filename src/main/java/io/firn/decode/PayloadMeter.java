package io.firn.decode;

/** Adds up what all wrapped payloads of an object inflate to, against the object's stored bytes. */
final class PayloadMeter implements InflateMeter {
  private final InflateBounds bounds;
  private final CountingStream stored;
  private long inflated;

  PayloadMeter(InflateBounds bounds, CountingStream stored) {
    this.bounds = bounds;
    this.stored = stored;
  }

  @Override
  public void inflated(int count, long total) throws DamagedObjectException {
    inflated += count;
    bounds.check(stored.count(), inflated);
  }
}
