package io.firn.config;

import io.firn.OnOverwrite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code ingest}; what it has not read has its default. */
final class IngestReader {
  private final InputReader input;
  private final SecretReader secrets;
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
    this.input = new InputReader(locations, region);
    this.secrets = secrets;
  }

  void read(Section section) {
    section
        .get(ConfigKeys.INPUTS)
        .ifPresent(
            list ->
                list.items()
                    .forEach(item -> item.section().map(input::read).ifPresent(inputs::add)));
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
}
