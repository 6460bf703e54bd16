package io.firn.config;

import java.time.Duration;
import java.util.function.Function;

/** Reads {@code maintenance}; what it has not read has its default. */
final class MaintenanceReader {
  private final Section section;

  MaintenanceReader(Section section) {
    this.section = section;
  }

  MaintenanceConfig read() {
    MaintenanceConfig silent = Defaults.MAINTENANCE;
    return new MaintenanceConfig(
        duration(ConfigKeys.EVERY, Function.identity(), silent.every()),
        duration(ConfigKeys.QUIET_FOR, Function.identity(), silent.quietFor()),
        section
            .get(
                ConfigKeys.TARGET_FILE_SIZE,
                text -> MaintenanceConfig.checkedTarget(ByteSize.parse(text)))
            .orElse(silent.targetFileSize()),
        new MaintenanceConfig.Budget(
            section.get(ConfigKeys.MAX_BYTES, ByteSize::parse).orElse(silent.budget().bytes()),
            duration(ConfigKeys.MAX_TIME, Function.identity(), silent.budget().time())),
        duration(
            ConfigKeys.KEEP_SNAPSHOTS, MaintenanceConfig::checkedHistory, silent.keepSnapshots()),
        new MaintenanceConfig.Orphans(
            section
                .get(
                    ConfigKeys.ORPHANS,
                    text -> Choices.of(OrphanMode.class, ConfigKeys.ORPHANS, text))
                .orElse(silent.orphans().mode()),
            duration(
                ConfigKeys.ORPHANS_AFTER,
                MaintenanceConfig.Orphans::checkedAge,
                silent.orphans().after())));
  }

  private Duration duration(String key, Function<Duration, Duration> check, Duration silent) {
    return section.get(key, text -> check.apply(Durations.parse(text))).orElse(silent);
  }
}
