package io.firn.config;

/**
 * How much one batch takes in; an object that is larger by itself is a batch of its own.
 *
 * @param objects at most so many
 * @param bytes of the objects as they are stored
 */
public record BatchCaps(int objects, ByteSize bytes) {
  public BatchCaps {
    if (objects < 1) {
      throw new IllegalArgumentException("Invalid objects: " + objects + " (must be >= 1)");
    }
  }
}
