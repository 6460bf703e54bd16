package io.firn.decode;

/**
 * A piece of an object that is no event.
 *
 * @param position how many events of the object came before it
 * @param reason why it is none, for people
 * @param kept its first bytes, at most {@link #MOST_KEPT}
 * @param length how long it is, kept or not
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody; copying up to 1 MiB has no use.
public record BadBytes(long position, String reason, byte[] kept, long length) {
  /** How many bytes of a piece are kept. */
  public static final int MOST_KEPT = 1 << 20;
}
