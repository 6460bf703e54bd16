package io.firn.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.DateFolders;
import io.firn.DateTemplate;
import io.firn.landing.ListingMark;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a run lists by what earlier ones left, and what it leaves. */
final class FolderWalkTest {
  private static final LocalDate FROM = LocalDate.of(2026, 11, 1);
  private static final Instant NOW = Instant.parse("2026-11-10T12:00:00Z");
  private static final DateTemplate TEMPLATE = new DateTemplate("s3://lake/{yyyy}/{MM}/{dd}");
  private static final DateFolders FOLDERS = new DateFolders(TEMPLATE, FROM, Duration.ofDays(2));

  private static Instant day(int day) {
    return Instant.parse("2026-11-%02dT00:00:00Z".formatted(day));
  }

  private static ListingMark mark(int before, Integer... open) {
    return new ListingMark(
        FROM, "g", day(before), List.of(open).stream().map(FolderWalkTest::day).toList());
  }

  private static List<DateFolder> folders(FolderWalk walk) {
    List<DateFolder> folders = new ArrayList<>();
    walk.iterator().forEachRemaining(folders::add);
    return folders;
  }

  private static List<Integer> days(FolderWalk walk) {
    return folders(walk).stream()
        .map(folder -> Integer.parseInt(folder.start().toString().substring(8, 10)))
        .toList();
  }

  @Test
  void withoutAMarkAllFoldersAreListedAndOnlySettledOnesAreMarked() {
    FolderWalk walk = new FolderWalk(FOLDERS, Optional.empty(), NOW);
    assertThat(days(walk)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);

    folders(walk).forEach(walk::listed);

    assertThat(walk.mark("g")).contains(mark(8));
  }

  @Test
  void withAMarkTheFoldersAfterItAndTheOpenOnesAreListed() {
    assertThat(days(new FolderWalk(FOLDERS, Optional.of(mark(6, 2, 4)), NOW)))
        .containsExactly(2, 4, 6, 7, 8, 9, 10, 11);
    assertThat(days(new FolderWalk(FOLDERS, Optional.of(mark(8)), NOW)))
        .containsExactly(8, 9, 10, 11);
  }

  /** Runs paused for long: nothing between is left out. */
  @Test
  void foldersThatWereNotListedWhileNobodyRanAreListed() {
    assertThat(days(new FolderWalk(FOLDERS, Optional.of(mark(3)), NOW)))
        .containsExactly(3, 4, 5, 6, 7, 8, 9, 10, 11);
  }

  @Test
  void aLongerLookbackGoesBackBehindTheMark() {
    DateFolders longer = new DateFolders(TEMPLATE, FROM, Duration.ofDays(5));
    FolderWalk walk = new FolderWalk(longer, Optional.of(mark(8, 6)), NOW);
    assertThat(days(walk)).containsExactly(5, 6, 7, 8, 9, 10, 11);
    folders(walk).forEach(walk::listed);
    assertThat(walk.mark("g")).isEmpty();
  }

  @Test
  void aFolderWithObjectsThatTheLedgerDoesNotHaveStaysOpen() {
    FolderWalk walk = new FolderWalk(FOLDERS, Optional.of(mark(3)), NOW);
    List<DateFolder> folders = folders(walk);
    DateFolder fifth = folders.get(2);
    fifth.listed();
    fifth.listed();
    folders.forEach(walk::listed);
    fifth.accounted();
    assertThat(walk.mark("g")).contains(mark(8, 5));
    fifth.accounted();
    assertThat(walk.mark("g")).contains(mark(8));
  }

  @Test
  void anOpenFolderIsForgottenOnceItIsInTheLedger() {
    FolderWalk walk = new FolderWalk(FOLDERS, Optional.of(mark(8, 2, 4)), NOW);
    List<DateFolder> folders = folders(walk);
    folders.get(1).listed();
    folders.forEach(walk::listed);
    assertThat(walk.mark("g")).contains(mark(8, 4));
  }

  /** A run that is killed has marked what it has listed. */
  @Test
  void theMarkIsTrueAtAnyTime() {
    FolderWalk walk = new FolderWalk(FOLDERS, Optional.of(mark(3, 2)), NOW);
    List<DateFolder> folders = folders(walk);
    assertThat(walk.mark("g")).isEmpty();
    walk.listed(folders.get(0));
    assertThat(walk.mark("g")).contains(mark(3));
    folders.get(1).listed();
    walk.listed(folders.get(1));
    assertThat(walk.mark("g")).contains(mark(4, 3));
  }

  @Test
  void folderOfTheLookbackLeaveNoMark() {
    FolderWalk walk = new FolderWalk(FOLDERS, Optional.of(mark(8)), NOW);
    List<DateFolder> folders = folders(walk);
    folders.forEach(DateFolder::listed);
    folders.forEach(walk::listed);
    assertThat(walk.mark("g")).isEmpty();
  }

  @Test
  void tooManyOpenFoldersHoldTheMarkBack() {
    DateFolders years = new DateFolders(TEMPLATE, LocalDate.of(2020, 1, 1), Duration.ofDays(2));
    FolderWalk walk = new FolderWalk(years, Optional.empty(), NOW);
    List<DateFolder> folders = folders(walk);
    folders.forEach(DateFolder::listed);
    folders.forEach(walk::listed);
    ListingMark mark = walk.mark("g").orElseThrow();
    assertThat(mark.open()).hasSize(1000).contains(years.first());
    assertThat(mark.before()).isEqualTo(folders.get(1000).start());
  }
}
