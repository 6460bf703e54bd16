package io.firn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DateFoldersTest {
  private static final DateTemplate HOURS = new DateTemplate("s3://b/{yyyy}/{MM}/{dd}/{HH}");

  private static List<Instant> between(DateFolders folders, Instant begin, Instant end) {
    List<Instant> all = new ArrayList<>();
    folders.between(begin, end).forEachRemaining(all::add);
    return all;
  }

  /** Every object's folder that may still get it is listed, and none that is over. */
  @ParameterizedTest
  @ValueSource(strings = {"s3://b/{yyyy}/{MM}/{dd}/{HH}", "s3://b/y={yyyy}/m={MM}/d={dd}/x"})
  void theWindowHasEveryFolderThatMayGetObjectsAndNoOther(String text) {
    for (long seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      Instant now =
          Instant.parse("2024-02-28T00:00:00Z").plusSeconds(random.nextLong(3L * 366 * 86_400));
      Duration lookback = Duration.ofMinutes(60 + random.nextInt(20_000));
      DateFolders folders =
          new DateFolders(new DateTemplate(text), LocalDate.of(2020, 1, 1), lookback);

      List<Instant> listed = between(folders, folders.settled(now), folders.last(now));
      Set<String> names = new HashSet<>();
      listed.forEach(folder -> names.add(folders.template().folder(folder)));

      assertThat(names).as("seed %s", seed).hasSameSizeAs(listed);
      for (int i = 0; i < 20; i++) {
        Instant written = now.minusMillis(random.nextLong(lookback.toMillis() * 2));
        Duration sinceEnd =
            Duration.between(folders.next(written.truncatedTo(folders.template().unit())), now);
        assertThat(names.contains(folders.template().folder(written)))
            .as("seed %s: %s of %s, %s", seed, written, now, lookback)
            .isEqualTo(sinceEnd.compareTo(lookback) < 0);
      }
      assertThat(names).as("seed %s", seed).contains(folders.template().folder(now));
      assertThat(listed.get(listed.size() - 1)).isAfter(now);
    }
  }

  @Test
  void monthsYearsAndLeapDaysEndWhereTheyDo() {
    DateFolders days =
        new DateFolders(
            new DateTemplate("{yyyy}-{MM}-{dd}"), LocalDate.of(2023, 12, 31), Duration.ofDays(1));
    List<String> names = new ArrayList<>();
    days.between(days.first(), days.last(Instant.parse("2024-03-01T12:00:00Z")))
        .forEachRemaining(folder -> names.add(days.template().folder(folder)));
    assertThat(names)
        .startsWith("2023-12-31", "2024-01-01")
        .containsSubsequence("2024-01-31", "2024-02-01")
        .containsSubsequence("2024-02-28", "2024-02-29", "2024-03-01")
        .endsWith("2024-03-02")
        .hasSize(1 + 31 + 29 + 2);
  }

  /** Where clocks change, days of UTC have 24 hours. */
  @Test
  void aDayHas24Hours() {
    for (String day : List.of("2026-03-29", "2026-10-25", "2026-03-08", "2026-11-01")) {
      Instant begin = Instant.parse(day + "T00:00:00Z");
      DateFolders hours = new DateFolders(HOURS, LocalDate.parse(day), Duration.ofHours(1));
      assertThat(between(hours, begin, begin.plus(23, ChronoUnit.HOURS)))
          .extracting(HOURS::folder)
          .hasSize(24)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void nothingIsBeforeTheFirstDay() {
    DateFolders folders = new DateFolders(HOURS, LocalDate.of(2026, 11, 28), Duration.ofDays(20));
    Instant now = Instant.parse("2026-11-28T05:00:00Z");
    assertThat(folders.settled(now)).isEqualTo("2026-11-28T00:00:00Z");
    assertThat(folders.whole().settled(now.plus(900, ChronoUnit.DAYS))).isEqualTo(folders.first());
  }

  @Test
  void bounds() {
    LocalDate day = LocalDate.of(2026, 11, 28);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DateFolders(HOURS, day, Duration.ofMinutes(59)))
        .withMessage("Invalid lookback: 3540s (must be at least 1h)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DateFolders(HOURS, LocalDate.of(1969, 12, 31), Duration.ofHours(1)))
        .withMessage("Invalid from: 1969-12-31 (must be 1970-01-01 or later)");
  }
}
