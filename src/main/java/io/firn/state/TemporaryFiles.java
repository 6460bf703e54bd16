package io.firn.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.UUID;

/** Where a local store writes files before they take their place. */
final class TemporaryFiles {
  private static final String FOLDER = ".tmp";

  /** A writer that is still at it after so long was suspended, and is refused then. */
  private static final Duration KEPT = Duration.ofHours(1);

  private final Path folder;

  TemporaryFiles(Path store) {
    folder = store.resolve(FOLDER);
  }

  /** A file of these bytes that survives a crash; what killed writers left behind goes. */
  Path write(byte[] bytes) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(UUID.randomUUID().toString());
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    // The disk's own clock tells which files are old.
    deleteOlderThan(FileTime.from(Files.getLastModifiedTime(file).toInstant().minus(KEPT)));
    return file;
  }

  private void deleteOlderThan(FileTime bound) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (isOlder(file, bound)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static boolean isOlder(Path file, FileTime bound) throws IOException {
    try {
      return Files.getLastModifiedTime(file).compareTo(bound) < 0;
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
