package io.firn.state;

/** An object as it was read: its content and the version to replace it by. */
public final class Stored {
  private final String version;
  private final byte[] content;

  /** Takes the array over. */
  Stored(String version, byte[] content) {
    this.version = version;
    this.content = content;
  }

  public String version() {
    return version;
  }

  /** A copy. */
  public byte[] content() {
    return content.clone();
  }
}
