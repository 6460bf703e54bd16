package io.firn.state;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** Walks through a local store's files, which may come and go meanwhile. */
final class StoredKeys extends SimpleFileVisitor<Path> {
  private final Path directory;
  private final List<String> keys = new ArrayList<>();

  StoredKeys(Path directory) {
    this.directory = directory;
  }

  /** The keys in a folder and below, in no order; none if there is no such folder. */
  List<String> below(Path folder) throws IOException {
    Files.walkFileTree(folder, this);
    return keys;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    String key = directory.relativize(file).toString().replace(File.separatorChar, '/');
    if (StateKey.isKey(key)) {
      keys.add(key);
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
    if (failure instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    throw failure;
  }
}
