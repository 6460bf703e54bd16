package io.firn.state;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One writer at a time, among all threads and processes that name the same file. The operating
 * system ends it with its process.
 */
final class StoreLock implements AutoCloseable {
  /**
   * The operating system's lock belongs to the process, and closing any channel of the file ends
   * it: so only one thread of this process at a time may have such a channel.
   */
  private static final Map<Path, ReentrantLock> IN_THIS_PROCESS = new ConcurrentHashMap<>();

  private static final Duration PAUSE = Duration.ofMillis(2);

  private final ReentrantLock ours;
  private final FileChannel channel;

  private StoreLock(ReentrantLock ours, FileChannel channel) {
    this.ours = ours;
    this.channel = channel;
  }

  /**
   * The lock. Whoever holds it is quick, unless it is suspended just then.
   *
   * @param file by its real path
   * @param patience after which it is an error that somebody else holds it
   */
  static StoreLock acquire(Path file, Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    ReentrantLock ours = IN_THIS_PROCESS.computeIfAbsent(file, path -> new ReentrantLock());
    try {
      if (!ours.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw held(file, patience);
      }
      try {
        FileChannel channel = locked(file, deadline, patience);
        return new StoreLock(ours, channel);
      } catch (IOException | InterruptedException | RuntimeException e) {
        ours.unlock();
        throw e;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for " + file);
    }
  }

  private static FileChannel locked(Path file, long deadline, Duration patience)
      throws IOException, InterruptedException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      while (!tryLock(channel)) {
        if (System.nanoTime() - deadline > 0) {
          throw held(file, patience);
        }
        Thread.sleep(PAUSE.toMillis());
      }
      return channel;
    } catch (IOException | InterruptedException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // Firn's classes are loaded twice in this process.
      return false;
    }
  }

  private static IOException held(Path file, Duration patience) {
    return new IOException(
        "another writer has held "
            + file
            + " for "
            + patience.toSeconds()
            + " s; is it suspended?");
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      ours.unlock();
    }
  }
}
