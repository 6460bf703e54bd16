package io.firn.config;

import io.firn.DateFolders;
import io.firn.DateTemplate;
import io.firn.LogGroup;
import io.firn.ObjectFormat;
import io.firn.OnOverwrite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code ingest}; what it has not read has its default. */
final class IngestReader {
  private final Locations locations;
  private final SecretReader secrets;
  private final @Nullable String region;
  private final List<DraftInput> inputs = new ArrayList<>();
  private BatchCaps batch = Defaults.BATCH;
  private OnOverwrite onOverwrite = Defaults.ON_OVERWRITE;
  private Duration lease = Defaults.LEASE;
  private @Nullable Integer maxBadObjects;
  private ByteSize maxInflated = Defaults.MAX_INFLATED;
  private int maxRatio = Defaults.MAX_RATIO;
  private boolean namesMaskKey;
  private @Nullable Secret maskKey;

  /**
   * A reader.
   *
   * @param region of inputs that name none
   */
  IngestReader(Locations locations, SecretReader secrets, @Nullable String region) {
    this.locations = locations;
    this.secrets = secrets;
    this.region = region;
  }

  void read(Section section) {
    section
        .get(ConfigKeys.INPUTS)
        .ifPresent(list -> list.items().forEach(item -> item.section().ifPresent(this::addInput)));
    batch =
        section
            .get(ConfigKeys.BATCH)
            .flatMap(Value::section)
            .map(IngestReader::batch)
            .orElse(batch);
    onOverwrite =
        section
            .get(
                ConfigKeys.ON_OVERWRITE,
                text -> Choices.of(OnOverwrite.class, ConfigKeys.ON_OVERWRITE, text))
            .orElse(onOverwrite);
    lease =
        section
            .get(ConfigKeys.LEASE, text -> IngestConfig.checkedLease(Durations.parse(text)))
            .orElse(lease);
    readBounds(section);
    Optional<Value> key = section.get(ConfigKeys.MASK_KEY);
    namesMaskKey = key.isPresent();
    maskKey =
        key.flatMap(Value::section)
            .flatMap(found -> secrets.read(found, Secret.Use.MASK_KEY))
            .orElse(null);
  }

  private static BatchCaps batch(Section section) {
    int objects =
        section
            .get(ConfigKeys.OBJECTS, text -> Choices.whole(ConfigKeys.OBJECTS, 1, text))
            .orElse(Defaults.BATCH.objects());
    return new BatchCaps(
        objects, section.get(ConfigKeys.BYTES, ByteSize::parse).orElse(Defaults.BATCH.bytes()));
  }

  private void readBounds(Section section) {
    maxBadObjects =
        section
            .get(
                ConfigKeys.MAX_BAD_OBJECTS,
                text -> Choices.whole(ConfigKeys.MAX_BAD_OBJECTS, 0, text))
            .orElse(null);
    maxInflated = section.get(ConfigKeys.MAX_INFLATED, ByteSize::parse).orElse(maxInflated);
    maxRatio =
        section
            .get(ConfigKeys.MAX_RATIO, text -> Choices.whole(ConfigKeys.MAX_RATIO, 1, text))
            .orElse(maxRatio);
  }

  List<DraftInput> inputs() {
    return inputs;
  }

  /** Whether the key is there, be it right or wrong. */
  boolean namesMaskKey() {
    return namesMaskKey;
  }

  IngestConfig config() {
    return new IngestConfig(
        inputs.stream().map(DraftInput::whole).filter(Objects::nonNull).toList(),
        batch,
        onOverwrite,
        lease,
        maxBadObjects,
        maxInflated,
        maxRatio,
        maskKey);
  }

  private void addInput(Section section) {
    Optional<DraftInput.Located> path =
        section
            .require(ConfigKeys.PATH)
            .flatMap(
                value -> value.read(this::path).map(read -> new DraftInput.Located(read, value)));
    Optional<Value> formatPlace = section.get(ConfigKeys.FORMAT);
    Optional<ObjectFormat> format =
        formatPlace.isEmpty()
            ? Optional.of(Defaults.FORMAT)
            : formatPlace
                .get()
                .read(text -> Choices.of(ObjectFormat.class, ConfigKeys.FORMAT, text));
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
    boolean isDated = path.isPresent() && DateTemplate.isIn(path.get().path());
    Optional<DateFolders> folders =
        isDated ? folders(section, path.get().path()) : withoutFolders(section, path.isPresent());
    boolean isWhole =
        (group.isPresent() || (namesGroups && place.isEmpty()))
            && (folders.isPresent() || !isDated);
    inputs.add(
        new DraftInput(
            path.orElse(null),
            group.orElse(null),
            path.isPresent() && format.isPresent() && isWhole
                ? new InputConfig(
                    path.get().path(),
                    format.get(),
                    group.map(DraftInput.Grouped::group).orElse(null),
                    account,
                    ownRegion,
                    quiet.orElse(InputConfig.usualQuiet(path.get().path())),
                    folders.orElse(null))
                : null));
  }

  private String path(String text) {
    String path = locations.anywhere(ConfigKeys.PATH, text);
    return DateTemplate.isIn(path) ? new DateTemplate(path).text() : path;
  }

  private static Optional<DateFolders> folders(Section section, String path) {
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

  private static Optional<DateFolders> withoutFolders(Section section, boolean isKnown) {
    if (isKnown) {
      for (String key : List.of(ConfigKeys.FROM, ConfigKeys.LOOKBACK)) {
        section.refuse(key, "Key of date folders only (path has no {yyyy}, {MM}, {dd} or {HH})");
      }
    }
    return Optional.empty();
  }
}
