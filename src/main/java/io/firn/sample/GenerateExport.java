package io.firn.sample;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Makes an export out of nothing: the same bytes for the same request, on any number of cores. Each
 * file is a stream of its own, as the containers of a service have, and covers the whole time.
 */
record GenerateExport(ByteSize size, int files, Shape shape, Times times) {
  /** What a generated message looks like. */
  enum Shape {
    NESTED,
    FLAT;

    private LogRecords records(Dice dice) {
      return this == FLAT ? new FlatRecords(dice) : new NestedRecords(dice);
    }
  }

  /** When an event happened: by its number, or by how much of its file is written. */
  interface Times {
    long at(long index, double progress) throws UnsuitableFileException;
  }

  /** Spreads events evenly from {@code startMillis} over {@code spanMillis}. */
  record Spread(long startMillis, long spanMillis) implements Times {
    @Override
    public long at(long index, double progress) {
      return startMillis + (long) (progress * spanMillis);
    }
  }

  /** One event an interval. */
  record Steady(TimeLine line) implements Times {
    @Override
    public long at(long index, double progress) throws UnsuitableFileException {
      return line.at(index);
    }
  }

  private static final long SEED = 0x4669_726EL;
  private static final int MAX_FILES = 10_000;

  GenerateExport {
    if (files < 1 || files > MAX_FILES) {
      throw new IllegalArgumentException(
          "Invalid files: " + files + " (must be 1 to " + MAX_FILES + ")");
    }
  }

  Export write(ExportTarget target) throws IOException, UnsuitableFileException {
    try (ExportFolder folder = target.folder(this)) {
      Written written = writeAll(folder, target.stream());
      folder.finish();
      return new Export(folder.task(), written);
    }
  }

  private Written writeAll(ExportFolder folder, String stream)
      throws IOException, UnsuitableFileException {
    List<Callable<Written>> tasks = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      int number = i;
      tasks.add(() -> writeFile(folder, stream, number));
    }
    int threads = Math.min(files, Runtime.getRuntime().availableProcessors());
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      Written written = Written.NOTHING;
      for (Future<Written> part : executor.invokeAll(tasks)) {
        written = written.plus(result(part));
      }
      return written;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } finally {
      executor.shutdownNow();
    }
  }

  private Written writeFile(ExportFolder folder, String stream, int number)
      throws IOException, UnsuitableFileException {
    Dice dice = new Dice(SEED + number);
    LogRecords records = shape.records(dice);
    TextBuffer message = new TextBuffer();
    String container = String.format(Locale.ROOT, "%s/%012x", stream, dice.bits() >>> 16);
    long target = size.bytes() * (number + 1) / files - size.bytes() * number / files;
    try (ExportPart part = folder.part(container, 0)) {
      for (long index = 0; part.bytes() < target; index++) {
        long time = times.at(index, (double) part.bytes() / target);
        message.clear();
        records.write(time, message);
        part.event(time, message.bytes(), 0, message.size());
      }
      return part.finish();
    }
  }

  private static Written result(Future<Written> part)
      throws IOException, UnsuitableFileException, InterruptedException {
    try {
      return part.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      if (e.getCause() instanceof UnsuitableFileException refused) {
        throw refused;
      }
      throw new IllegalStateException(e);
    }
  }
}
