package io.firn.testing;

import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.SupportsPrefixOperations;

/** A storage that refuses all, as one does to a client that has rights for single tables alone. */
public final class NoRights implements SupportsPrefixOperations {
  private static final long serialVersionUID = 1L;

  @Override
  public Iterable<FileInfo> listPrefix(String prefix) {
    throw refused(prefix);
  }

  @Override
  public void deletePrefix(String prefix) {
    throw refused(prefix);
  }

  @Override
  public InputFile newInputFile(String path) {
    throw refused(path);
  }

  @Override
  public OutputFile newOutputFile(String path) {
    throw refused(path);
  }

  @Override
  public void deleteFile(String path) {
    throw refused(path);
  }

  private static ForbiddenException refused(String place) {
    return new ForbiddenException("Access denied: %s", place);
  }
}
