package io.firn.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * How a task's events are laid out in objects: {@code <start>/<stream, its slashes as
 * dashes>/000000.gz} and so on. Events come in runs that are in order, the runs do not.
 */
final class PartLayout {
  private static final int LONGEST_RUN = 50;

  private final String bucket;
  private final String keyStart;
  private final long partBytes;
  private final SplittableRandom random;

  PartLayout(String bucket, String keyStart, long partBytes, SplittableRandom random) {
    this.bucket = bucket;
    this.keyStart = keyStart;
    this.partBytes = partBytes;
    this.random = random;
  }

  /** The objects in the order of their keys; none without events. */
  List<ExportPart> parts(List<StoredEvent> events) {
    Map<String, List<StoredEvent>> folders = new TreeMap<>();
    for (StoredEvent event : events) {
      folders
          .computeIfAbsent(event.stream().replace('/', '-'), first -> new ArrayList<>())
          .add(event);
    }
    List<ExportPart> parts = new ArrayList<>();
    folders.forEach((folder, inFolder) -> addParts(folder, shuffled(inFolder), parts));
    return parts;
  }

  private List<StoredEvent> shuffled(List<StoredEvent> events) {
    List<List<StoredEvent>> runs = new ArrayList<>();
    for (int start = 0; start < events.size(); ) {
      int end = Math.min(events.size(), start + 1 + random.nextInt(LONGEST_RUN));
      runs.add(random.nextInt(runs.size() + 1), events.subList(start, end));
      start = end;
    }
    return runs.stream().flatMap(List::stream).toList();
  }

  private void addParts(String folder, List<StoredEvent> events, List<ExportPart> parts) {
    int number = 0;
    long bytes = 0;
    int start = 0;
    for (int i = 0; i < events.size(); i++) {
      bytes += ExportText.size(events.get(i));
      if (bytes >= partBytes || i == events.size() - 1) {
        parts.add(new ExportPart(name(folder, number++), events.subList(start, i + 1)));
        start = i + 1;
        bytes = 0;
      }
    }
  }

  private ObjectName name(String folder, int number) {
    return new ObjectName(
        bucket, String.format(Locale.ROOT, "%s/%s/%06d.gz", keyStart, folder, number));
  }
}
