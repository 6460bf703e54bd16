package io.firn.config;

import io.firn.AccountRegion;
import io.firn.config.SourceConfig.GroupChoice;
import io.firn.config.SourceConfig.Schedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads {@code sources}; what it has not read has its default. */
final class SourceReader {
  private static final int WHOLE = 100;
  private static final Duration SHORTEST_LANDING = Duration.ofDays(1);

  private final @Nullable String region;
  private final List<SourceConfig> sources = new ArrayList<>();
  private final Map<AccountRegion, Place> places = new HashMap<>();

  /**
   * A reader.
   *
   * @param region of sources that name none
   */
  SourceReader(@Nullable String region) {
    this.region = region;
  }

  void read(Value list) {
    list.items().forEach(item -> item.section().ifPresent(this::add));
  }

  List<SourceConfig> sources() {
    return sources;
  }

  private void add(Section section) {
    Optional<String> account = section.require(ConfigKeys.ACCOUNT, InputConfig::checkedAccount);
    Optional<String> ownRegion = region(section);
    Optional<String> landing = section.require(ConfigKeys.LANDING, SourceConfig::checkedLanding);
    Optional<String> role = section.get(ConfigKeys.ROLE_ARN, SourceConfig::checkedRole);
    GroupChoice groups =
        new GroupChoice(
            patterns(section, ConfigKeys.INCLUDE, Defaults.INCLUDE),
            patterns(section, ConfigKeys.EXCLUDE, List.of()));
    Schedule schedule = schedule(section);
    Optional<Duration> retention =
        section.get(ConfigKeys.LANDING_RETENTION, text -> landingRetention(text, schedule));
    if (account.isPresent() && ownRegion.isPresent() && landing.isPresent()) {
      AccountRegion place = new AccountRegion(account.get(), ownRegion.get());
      reportSecond(section, place);
      sources.add(
          new SourceConfig(
              place, role.orElse(null), landing.get(), groups, schedule, retention.orElse(null)));
    }
  }

  private Optional<String> region(Section section) {
    return region == null
        ? section.require(ConfigKeys.REGION, AwsConfig::checkedRegion)
        : Optional.of(section.get(ConfigKeys.REGION, AwsConfig::checkedRegion).orElse(region));
  }

  /** There is one export slot for each, and one state. */
  private void reportSecond(Section section, AccountRegion place) {
    Place first = places.putIfAbsent(place, section.value().place());
    if (first != null) {
      section
          .value()
          .problem(
              "Duplicate source: account "
                  + place.account()
                  + " in "
                  + place.region()
                  + " (first at line "
                  + first.line()
                  + "; put its log groups there)");
    }
  }

  private static Schedule schedule(Section section) {
    Schedule standard = Defaults.SCHEDULE;
    Duration settle =
        section.get(ConfigKeys.SETTLE, SourceReader::positive).orElse(standard.settle());
    return new Schedule(
        settle,
        section.get(ConfigKeys.EVERY, SourceReader::positive).orElse(standard.every()),
        list(section, ConfigKeys.RECHECK_AFTER, text -> recheck(text, settle))
            .orElse(standard.recheckAfter()),
        section
            .get(
                ConfigKeys.BACKFILL_SHARE,
                text -> Choices.whole(ConfigKeys.BACKFILL_SHARE, 0, WHOLE, text))
            .orElse(standard.backfillShare()),
        section.get(ConfigKeys.WINDOW_BYTES, ByteSize::parse).orElse(standard.windowBytes()));
  }

  private static Duration positive(String text) {
    Duration duration = Durations.parse(text);
    if (duration.isZero()) {
      throw new IllegalArgumentException("Invalid duration: '" + text + "' (must not be 0)");
    }
    return duration;
  }

  private static Duration recheck(String text, Duration settle) {
    Duration after = Durations.parse(text);
    if (after.compareTo(settle) <= 0) {
      throw new IllegalArgumentException(
          "Invalid recheck-after: '"
              + text
              + "' (must be longer than settle, "
              + Durations.text(settle)
              + ")");
    }
    return after;
  }

  /** A recheck is compared with what was exported before. */
  private static Duration landingRetention(String text, Schedule schedule) {
    Duration retention = Durations.parse(text);
    Duration longest =
        schedule.recheckAfter().stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    Duration least = longest.compareTo(SHORTEST_LANDING) < 0 ? SHORTEST_LANDING : longest;
    if (retention.compareTo(least) < 0) {
      throw new IllegalArgumentException(
          "Invalid landing-retention: '"
              + text
              + "' (must be "
              + Durations.text(least)
              + " or more"
              + (least.equals(longest) ? ", the longest recheck-after)" : ")"));
    }
    return retention;
  }

  private static List<GroupPattern> patterns(
      Section section, String key, List<GroupPattern> standard) {
    return list(section, key, GroupPattern::new).orElse(standard);
  }

  private static <T> Optional<List<T>> list(
      Section section, String key, Function<String, T> reading) {
    return section
        .get(key)
        .map(
            value -> {
              List<T> found = new ArrayList<>();
              value.items().forEach(item -> item.read(reading).ifPresent(found::add));
              return found;
            });
  }
}
