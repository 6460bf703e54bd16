package io.firn.config;

import io.firn.DateFolders;
import io.firn.DateTemplate;
import io.firn.LogGroup;
import io.firn.ObjectFormat;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one of {@code ingest.inputs}. */
final class InputReader {
  private final Locations locations;
  private final @Nullable String region;

  /**
   * A reader.
   *
   * @param region of inputs that name none
   */
  InputReader(Locations locations, @Nullable String region) {
    this.locations = locations;
    this.region = region;
  }

  DraftInput read(Section section) {
    Optional<DraftInput.Located> path =
        section
            .require(ConfigKeys.PATH)
            .flatMap(
                value -> value.read(this::path).map(read -> new DraftInput.Located(read, value)));
    Optional<ObjectFormat> format = format(section);
    boolean namesGroups = format.filter(ObjectFormat.SUBSCRIPTION::equals).isPresent();
    Optional<Value> place =
        namesGroups || format.isEmpty()
            ? section.get(ConfigKeys.LOG_GROUP)
            : section.require(ConfigKeys.LOG_GROUP);
    Optional<DraftInput.Grouped> group =
        place.flatMap(
            value -> value.read(LogGroup::new).map(g -> new DraftInput.Grouped(g, value)));
    String account = section.get(ConfigKeys.ACCOUNT, InputConfig::checkedAccount).orElse(null);
    Optional<Duration> quiet = section.get(ConfigKeys.QUIET_FOR, Durations::parse);
    String ownRegion = section.get(ConfigKeys.REGION, AwsConfig::checkedRegion).orElse(region);
    Folders folders = path.map(at -> folders(section, at.path())).orElse(Folders.NONE);
    boolean hasGroup = group.isPresent() || (namesGroups && place.isEmpty());
    return new DraftInput(
        path.orElse(null),
        group.orElse(null),
        path.isPresent() && format.isPresent() && hasGroup && folders.areWhole
            ? new InputConfig(
                path.get().path(),
                format.get(),
                group.map(DraftInput.Grouped::group).orElse(null),
                account,
                ownRegion,
                quiet.orElse(InputConfig.usualQuiet(path.get().path())),
                folders.read)
            : null);
  }

  private String path(String text) {
    String path = locations.anywhere(ConfigKeys.PATH, text);
    return DateTemplate.isIn(path) ? new DateTemplate(path).text() : path;
  }

  private static Optional<ObjectFormat> format(Section section) {
    Optional<Value> place = section.get(ConfigKeys.FORMAT);
    return place.isEmpty()
        ? Optional.of(InputConfig.format(null))
        : place.get().read(InputConfig::format);
  }

  /**
   * Date folders as far as they could be read.
   *
   * @param read null of a path without a date, and where there is a problem
   */
  private record Folders(@Nullable DateFolders read, boolean areWhole) {
    static final Folders NONE = new Folders(null, true);
  }

  private static Folders folders(Section section, String path) {
    if (DateTemplate.isIn(path)) {
      DateFolders read = dated(section, path).orElse(null);
      return new Folders(read, read != null);
    }
    for (String key : List.of(ConfigKeys.FROM, ConfigKeys.LOOKBACK)) {
      section.refuse(key, "Key of date folders only (path has no {yyyy}, {MM}, {dd} or {HH})");
    }
    return Folders.NONE;
  }

  private static Optional<DateFolders> dated(Section section, String path) {
    Optional<Value> from = section.get(ConfigKeys.FROM);
    if (from.isEmpty()) {
      section
          .value()
          .problemBelow(
              ConfigKeys.FROM, "Missing key (the first day of the date folders, like 2026-11-28)");
    }
    Duration lookback =
        section
            .get(ConfigKeys.LOOKBACK, text -> DateFolders.checkedLookback(Durations.parse(text)))
            .orElse(Defaults.LOOKBACK);
    return from.flatMap(
        value ->
            value.read(
                text -> new DateFolders(new DateTemplate(path), Days.parse(text), lookback)));
  }
}
