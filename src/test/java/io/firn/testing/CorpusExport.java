package io.firn.testing;

import io.firn.decode.ExportEvents;
import io.firn.decode.Gunzip;
import io.firn.decode.InflateBounds;
import io.firn.testing.CorpusFile.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Corpus files as export objects, and the events that each object holds. */
public final class CorpusExport {
  private static final int FEW_FILES = 8;
  private static final int PARTS = 5;
  private static final long LARGE_FILE = 128 << 10;

  private final String logGroup;
  private final List<CorpusFile> files;

  /** By the object's path below the landing folder. */
  private final Map<String, List<Event>> events = new TreeMap<>();

  private CorpusExport(String logGroup, List<CorpusFile> files) {
    this.logGroup = logGroup;
    this.files = files;
  }

  /** All files below some folders, each file in the form that its name says. */
  public static CorpusExport ofFolders(Path root, List<String> folders, String logGroup)
      throws IOException {
    List<CorpusFile> files = new ArrayList<>();
    for (String folder : folders) {
      files(root.resolve(folder)).forEach(file -> files.add(CorpusFile.named(root, file)));
    }
    return new CorpusExport(logGroup, files);
  }

  /** The log files below a folder, whose events have export stamps. */
  public static CorpusExport ofStamped(Path root, String logGroup) throws IOException {
    return new CorpusExport(
        logGroup,
        files(root).stream()
            .filter(file -> file.toString().endsWith(".log"))
            .map(file -> CorpusFile.stamped(root, file))
            .toList());
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** Wraps the files into the folder, and verifies that the objects hold all that the files do. */
  public CorpusExport write(Path landing) throws IOException {
    for (CorpusFile file : files) {
      boolean split = files.size() <= FEW_FILES || file.size() >= LARGE_FILE;
      file.export(landing, logGroup, split ? PARTS : 1);
    }
    for (Path object : files(landing)) {
      if (object.toString().endsWith(".gz")) {
        events.put(landing.relativize(object).toString(), read(object));
      }
    }
    verify();
    return this;
  }

  private static List<Event> read(Path object) throws IOException {
    List<Event> found = new ArrayList<>();
    try (ExportEvents in =
        new ExportEvents(Gunzip.peel(Files.newInputStream(object), InflateBounds.DEFAULT))) {
      while (in.next()) {
        int end = in.offset() + in.length();
        found.add(new Event(in.epochMillis(), Arrays.copyOfRange(in.buffer(), in.offset(), end)));
      }
    }
    return found;
  }

  private void verify() throws IOException {
    Map<String, CorpusFile> byStream =
        files.stream().collect(Collectors.toMap(CorpusFile::stream, Function.identity()));
    Map<CorpusFile, List<Event>> byFile = new HashMap<>();
    events.forEach(
        (object, found) ->
            byFile
                .computeIfAbsent(byStream.get(stream(object)), file -> new ArrayList<>())
                .addAll(found));
    for (CorpusFile file : files) {
      file.assertConsistsOf(byFile.getOrDefault(file, List.of()));
    }
  }

  /** The stream of an object, which tells its file. */
  static String stream(String object) {
    return Path.of(object).getName(1).toString();
  }

  /**
   * Moves every n-th object, so that n moves take all.
   *
   * @return how many were moved
   */
  public int move(Path landing, Path target, int number, int count) throws IOException {
    int index = 0;
    int moved = 0;
    for (String object : events.keySet()) {
      if (index++ % count == number) {
        Path to = target.resolve(object);
        Files.createDirectories(to.resolveSibling(""));
        Files.move(landing.resolve(object), to);
        moved++;
      }
    }
    return moved;
  }

  public String logGroup() {
    return logGroup;
  }

  public int files() {
    return files.size();
  }

  public int objects() {
    return events.size();
  }

  public long events() {
    return events.values().stream().mapToLong(List::size).sum();
  }

  Map<String, List<Event>> eventsByObject() {
    return events;
  }
}
