package io.firn.decode;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import org.jspecify.annotations.Nullable;

/** Takes gzip layers off an object, recognised by their first bytes and never by a name. */
public final class Gunzip {
  static final int MAX_DEPTH = 3;

  private Gunzip() {}

  /**
   * The content of {@code raw} without its gzip layers, at most three; other bytes pass unchanged.
   * What the layers promise is verified: truncated, corrupt or followed by other bytes, they throw
   * {@link DamagedObjectException} once the reader gets there. Failures of {@code raw} itself pass
   * through as they are. Layers that inflate beyond the bounds throw {@link DamagedObjectException}
   * too. Closing the stream closes {@code raw}.
   */
  public static InputStream peel(InputStream raw, InflateBounds bounds) throws IOException {
    return peelLayers(raw, (in, outermost) -> new GzipStream(in, bounds, outermost));
  }

  /** The same for a part of an object, which is measured together with its other parts. */
  static InputStream peelPart(InputStream part, InflateMeter meter) throws IOException {
    return peelLayers(part, (in, outermost) -> new GzipStream(in, meter));
  }

  private static InputStream peelLayers(InputStream raw, Layers layers) throws IOException {
    InputStream content = raw;
    GzipStream outermost = null;
    boolean peeled = false;
    try {
      for (int depth = 0; ; depth++) {
        PushbackInputStream peeked = new PushbackInputStream(content, 2);
        if (!startsLikeGzip(peeked)) {
          peeled = true;
          return peeked;
        }
        if (depth == MAX_DEPTH) {
          throw new DamagedObjectException(
              "gzip is nested more than " + MAX_DEPTH + " deep, at inflated byte 0");
        }
        GzipStream layer = layers.next(peeked, outermost);
        outermost = outermost == null ? layer : outermost;
        content = layer;
      }
    } finally {
      if (!peeled) {
        content.close();
      }
    }
  }

  /** Makes a layer. */
  private interface Layers {
    GzipStream next(InputStream in, @Nullable GzipStream outermost);
  }

  private static boolean startsLikeGzip(PushbackInputStream in) throws IOException {
    int first = in.read();
    if (first < 0) {
      return false;
    }
    if (first != GzipInput.MAGIC_1) {
      in.unread(first);
      return false;
    }
    int second = in.read();
    if (second < 0) {
      throw new DamagedObjectException("gzip is cut off in its header, at compressed byte 1");
    }
    in.unread(second);
    in.unread(first);
    return second == GzipInput.MAGIC_2;
  }
}
