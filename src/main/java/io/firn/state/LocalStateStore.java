package io.firn.state;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Objects as files of a directory of a local disk. A write is a finished file that is moved to its
 * place under a lock, so that readers, who need no lock, see all of an object or nothing.
 */
public final class LocalStateStore implements StateStore {
  private static final String LOCK = ".lock";

  /** A write takes less than a second. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path directory;
  private final Path lock;
  private final TemporaryFiles temporaries;

  /**
   * @param directory is made if it is not there
   */
  public LocalStateStore(Path directory) {
    try {
      Files.createDirectories(directory);
      this.directory = directory.toRealPath();
      lock = this.directory.resolve(LOCK);
      temporaries = new TemporaryFiles(this.directory);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot create directory " + directory + ": " + e, e);
    }
  }

  @Override
  public Optional<Stored> read(String key) {
    Path file = file(key);
    try {
      byte[] form = Files.readAllBytes(file);
      return Optional.of(new Stored(version(form), WrittenForm.content(form)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read state " + file + ": " + e, e);
    }
  }

  @Override
  public Optional<String> create(String key, byte[] content) {
    return write(file(key), Optional.empty(), content);
  }

  @Override
  public Optional<String> replace(String key, String version, byte[] content) {
    return write(file(key), Optional.of(version), content);
  }

  private Optional<String> write(Path file, Optional<String> expected, byte[] content) {
    byte[] form = WrittenForm.of(content);
    try {
      // Written before the lock is taken: it is held for as short as can be.
      Path temporary = temporaries.write(form);
      try {
        if (!moved(temporary, file, expected)) {
          return Optional.empty();
        }
      } finally {
        Files.deleteIfExists(temporary);
      }
      sync(parent(file));
      return Optional.of(version(form));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write state " + file + ": " + e, e);
    }
  }

  private boolean moved(Path temporary, Path file, Optional<String> expected) throws IOException {
    StoreLock held = StoreLock.acquire(lock, PATIENCE);
    try {
      if (!current(file).equals(expected)) {
        return false;
      }
      makeFolder(parent(file));
      Files.move(temporary, file, ATOMIC_MOVE);
      return true;
    } finally {
      held.close();
    }
  }

  private static Optional<String> current(Path file) throws IOException {
    try {
      return Optional.of(version(Files.readAllBytes(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public void delete(String key) {
    Path file = file(key);
    try {
      if (deleted(file)) {
        sync(parent(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete state " + file + ": " + e, e);
    }
  }

  /** Not between a writer's look at the file and its move: that would bring the file back. */
  private boolean deleted(Path file) throws IOException {
    StoreLock held = StoreLock.acquire(lock, PATIENCE);
    try {
      return Files.deleteIfExists(file);
    } finally {
      held.close();
    }
  }

  @Override
  public List<String> list(String prefix) {
    Path folder = directory.resolve(StateKey.folder(prefix));
    try {
      return new StoredKeys(directory)
          .below(folder).stream().filter(key -> key.startsWith(prefix)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list state " + folder + ": " + e, e);
    }
  }

  private Path file(String key) {
    return directory.resolve(new StateKey(key).path());
  }

  private static String version(byte[] form) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(form));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java has SHA-256", e);
    }
  }

  private void makeFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Files.createDirectories(folder);
    for (Path above = parent(folder); above.startsWith(directory); above = parent(above)) {
      sync(above);
    }
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    if (parent == null) {
      throw new AssertionError("A file of a store is in its directory: " + file);
    }
    return parent;
  }

  /** What was made, moved or deleted in the folder survives a crash of the machine. */
  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
