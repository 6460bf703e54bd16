package io.firn.landing;

import io.firn.ObjectIdentity;
import io.firn.landing.MarkerJson.Read;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The markers of a landing zone. */
public final class WindowMarkers {
  private static final int LONGEST_LIST = 10_000;
  private static final String ENDING = ".json";

  private final LandingZone zone;
  private final LandingLayout layout;
  private final int longestList;

  public WindowMarkers(LandingZone zone, LandingLayout layout) {
    this(zone, layout, LONGEST_LIST);
  }

  /**
   * With another bound.
   *
   * @param longestList the most parts that the marker itself lists
   */
  WindowMarkers(LandingZone zone, LandingLayout layout, int longestList) {
    this.zone = zone;
    this.layout = layout;
    this.longestList = longestList;
  }

  /** Writes a marker, once: harmless if it is there. Its lists of parts are there before it. */
  public String write(WindowMarker marker) {
    String key = key(layout, marker);
    byte[] json =
        marker.parts().size() <= longestList
            ? MarkerJson.marker(marker)
            : MarkerJson.marker(marker, writeLists(marker));
    zone.create(layout.bucket(), key, json);
    return key;
  }

  /** Where a landing zone has the marker. */
  public static String key(LandingLayout layout, WindowMarker marker) {
    ExportedTask task = marker.task();
    return layout.marker(task.finished(), task.id(), marker.parts().isEmpty());
  }

  private List<String> writeLists(WindowMarker marker) {
    List<String> lists = new ArrayList<>();
    List<LandedPart> parts = marker.parts();
    for (int start = 0; start < parts.size(); start += longestList) {
      List<LandedPart> some = parts.subList(start, Math.min(parts.size(), start + longestList));
      ExportedTask task = marker.task();
      String key = layout.partList(task.finished(), task.id(), lists.size());
      zone.create(layout.bucket(), key, MarkerJson.partList(some, marker.prefix()));
      lists.add(key);
    }
    return lists;
  }

  /** Where they are, for people. */
  public String place() {
    return "s3://" + layout.bucket() + "/" + layout.markers();
  }

  /** All markers of windows with parts, in the order of the days that they finished on. */
  public List<ObjectIdentity> list() {
    return zone.list(layout.bucket(), layout.markers()).stream()
        .filter(object -> LandingLayout.isMarkerOfParts(object.key()))
        .map(
            object ->
                new ObjectIdentity(layout.bucket(), object.key(), object.etag(), object.size()))
        .toList();
  }

  /** The day that the window of a marker finished on. */
  public static LocalDate finished(ObjectIdentity marker) {
    return LandingLayout.finished(marker.key());
  }

  /** The keys of all markers, the earliest finished day first. */
  public List<String> keys() {
    return keys(layout.markers());
  }

  /** The id of the task that a marker's key names. */
  public static String taskId(String key) {
    return LandingLayout.taskId(key);
  }

  /** The keys of the markers below a prefix of {@link LandingLayout#markers}, in their order. */
  public List<String> keys(String prefix) {
    return zone.list(layout.bucket(), prefix).stream()
        .map(LandedPart::key)
        .filter(key -> key.endsWith(ENDING))
        .toList();
  }

  /**
   * A marker with all its parts.
   *
   * @return empty if there is none, or one of a form that this version does not know
   */
  public Optional<WindowMarker> read(String key) {
    return read(layout.bucket(), key);
  }

  /** A marker of this landing zone or of one that was before it, with all its parts. */
  public Optional<WindowMarker> read(ObjectIdentity marker) {
    return read(marker.bucketName().orElseThrow(), marker.key());
  }

  private Optional<WindowMarker> read(String bucket, String key) {
    return zone.read(bucket, key).flatMap(MarkerJson::read).map(read -> whole(bucket, read));
  }

  /** A marker with those of its parts that it lists itself. */
  public Optional<WindowMarker> head(String key) {
    return zone.read(layout.bucket(), key).flatMap(MarkerJson::read).map(Read::marker);
  }

  private WindowMarker whole(String bucket, Read read) {
    WindowMarker marker = read.marker();
    if (read.partLists().isEmpty()) {
      return marker;
    }
    List<LandedPart> parts = new ArrayList<>();
    for (String list : read.partLists()) {
      parts.addAll(parts(bucket, list, marker.prefix()));
    }
    return new WindowMarker(
        marker.place(),
        marker.group(),
        marker.window(),
        marker.lane(),
        marker.task(),
        marker.bucket(),
        marker.prefix(),
        parts);
  }

  private List<LandedPart> parts(String bucket, String list, String prefix) {
    try {
      byte[] lines = zone.read(bucket, list).orElseThrow(() -> new IOException("it is gone"));
      return MarkerJson.parts(lines, prefix);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot read parts s3://" + bucket + "/" + list + ": " + e.getMessage(), e);
    }
  }
}
