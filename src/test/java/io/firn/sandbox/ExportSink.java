package io.firn.sandbox;

/**
 * Where export tasks write: a real S3, or memory where only the events matter. A write that fails
 * with an {@link java.io.UncheckedIOException} fails the task.
 */
public interface ExportSink {
  boolean hasBucket(String bucket);

  /** Writes a small object as it is. */
  void write(ObjectName object, String body);

  /** Writes an object of events. */
  void write(ExportPart part);
}
