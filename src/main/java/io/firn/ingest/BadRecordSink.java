package io.firn.ingest;

import io.firn.decode.BadBytes;
import io.firn.quarantine.BadRecord;
import io.firn.quarantine.BadRecordFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;

/**
 * The bad records of the objects that a bundle reads. Those of the current object wait in memory,
 * up to a bound, until it is known whether the object is accepted.
 */
final class BadRecordSink {
  private static final long MOST_BYTES_WAITING = 4L << 20;

  private final BadRecordFile file;
  private final List<BadRecord> waiting = new ArrayList<>();
  private long bytesWaiting;
  private int ofObject;
  private boolean wroteOfObject;
  private boolean writing;

  /**
   * None is there yet.
   *
   * @param writes whether they are stored, not only counted
   */
  BadRecordSink(BadRecordFile file, boolean writes) {
    this.file = file;
    this.writing = writes;
  }

  /** Adds what the object has of them; their bytes only where no route forbids it. */
  void add(String uri, List<BadBytes> records, boolean keepsBytes) throws IOException {
    for (BadBytes record : records) {
      ofObject++;
      if (writing) {
        waiting.add(badRecord(uri, record, keepsBytes));
        bytesWaiting += record.kept().length;
        if (bytesWaiting > MOST_BYTES_WAITING) {
          write();
        }
      }
    }
  }

  private static BadRecord badRecord(String uri, BadBytes record, boolean keepsBytes) {
    return new BadRecord(
        uri, record.position(), record.reason(), keepsBytes ? record.kept() : null);
  }

  private void write() throws IOException {
    for (BadRecord record : waiting) {
      file.add(record);
      wroteOfObject = true;
    }
    forget();
  }

  private void forget() {
    waiting.clear();
    bytesWaiting = 0;
  }

  /** How many the current object has so far. */
  int ofObject() {
    return ofObject;
  }

  /** The object is read to its end; where it is refused, none of its records may stay. */
  void end(boolean accepted) throws IOException {
    if (accepted) {
      write();
    } else {
      forget();
      if (wroteOfObject) {
        stopWriting();
      }
    }
    ofObject = 0;
    wroteOfObject = false;
  }

  /** What was written is of no use any more. */
  void stopWriting() {
    writing = false;
    forget();
    file.discard();
  }

  boolean isWriting() {
    return writing;
  }

  /** The records of all accepted objects; none if it does not write. */
  List<DataFile> complete() throws IOException {
    return writing ? file.complete() : List.of();
  }
}
