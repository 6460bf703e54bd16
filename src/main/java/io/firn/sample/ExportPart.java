package io.firn.sample;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** One object of an export task. Its gzip header carries no time and no name. */
final class ExportPart implements Closeable {
  private static final int BLOCK = 1 << 16;

  private final Path file;
  private final OutputStream out;
  private final TextBuffer block = new TextBuffer();
  private final StampWriter stamps = new StampWriter();
  private long events;
  private long written;

  ExportPart(Path file) throws IOException {
    this.file = file;
    // Since JDK 16 its header is fixed: time 0, operating system unknown.
    this.out = new GZIPOutputStream(Files.newOutputStream(file), BLOCK);
  }

  void event(long epochMillis, byte[] message, int offset, int length) throws IOException {
    stamps.write(epochMillis, block);
    block.put(' ').put(message, offset, length).put('\n');
    events++;
    if (block.size() >= BLOCK) {
      flush();
    }
  }

  /** How many bytes the object has so far, inflated. */
  long bytes() {
    return written + block.size();
  }

  /** Completes the object. */
  Written finish() throws IOException {
    flush();
    out.close();
    return new Written(1, events, written, Files.size(file));
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  private void flush() throws IOException {
    out.write(block.bytes(), 0, block.size());
    written += block.size();
    block.clear();
  }
}
