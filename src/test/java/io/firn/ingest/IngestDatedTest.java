package io.firn.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.BatchId;
import io.firn.landing.MissingInputException;
import io.firn.policy.EventPolicy;
import io.firn.testing.Faults;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inputs that grow for years are listed folder by folder, and no object is missed or twice. */
final class IngestDatedTest {
  @TempDir private Path directory;
  private DatedLake lake;

  @BeforeEach
  void open() {
    lake = new DatedLake(directory);
  }

  /** An object an hour, from the first of November on. */
  private void hours(int from, int to) throws IOException {
    for (int hour = from; hour < to; hour++) {
      lake.put(key(hour, "x"), "{\"n\":" + hour + "}");
    }
  }

  private static String key(int hour, String name) {
    return "fh/2026/11/%02d/%02d/%s".formatted(1 + hour / 24, hour % 24, name);
  }

  private static String folder(int hour) {
    return key(hour, "").replaceFirst("/$", "");
  }

  private static List<String> folders(int from, int to) {
    List<String> folders = new ArrayList<>();
    for (int hour = from; hour < to; hour++) {
      folders.add(folder(hour));
    }
    return folders;
  }

  /** It is half past the 36th hour, and objects may be six hours late. */
  @Test
  void theFirstRunTakesAllSinceFromAndTheNextLooksBackOnly() throws IOException {
    hours(0, 37);
    lake.put("fh/2026/10/31/23/before", "{\"n\":-1}");

    IngestResult first = lake.run();
    assertThat(first.objects()).isEqualTo(37);
    assertThat(lake.bucket().takeListed()).isEqualTo(folders(0, 38));

    lake.put(key(31, "late"), "{\"n\":100}");
    IngestResult second = lake.run();
    assertThat(lake.bucket().takeListed()).isEqualTo(folders(30, 38));
    assertThat(second.objects()).isEqualTo(1);
    assertThat(second.found().present()).isEqualTo(7);
    assertThat(second.found().isWhole()).isTrue();

    lake.pass(Duration.ofDays(2));
    hours(37, 40);
    IngestResult third = lake.run();
    assertThat(lake.bucket().takeListed()).isEqualTo(folders(30, 86));
    assertThat(third.objects()).isEqualTo(3);
    lake.run();
    assertThat(lake.bucket().takeListed()).isEqualTo(folders(78, 86));
  }

  @Test
  void whatComesAfterTheLookbackIsFoundByAFullListing() throws IOException {
    hours(0, 37);
    lake.run();
    lake.put(key(2, "later"), "{\"n\":100}");
    assertThat(lake.run().objects()).isZero();
    lake.bucket().takeListed();

    assertThat(lake.runFullListing().objects()).isEqualTo(1);
    assertThat(lake.bucket().takeListed()).isEqualTo(folders(0, 38));
    assertThat(lake.run().objects()).isZero();
    assertThat(lake.bucket().takeListed()).isEqualTo(folders(30, 38));
  }

  @Test
  void aLostMarkCostsAListing() throws IOException {
    hours(0, 37);
    lake.run();
    lake.state().list("").forEach(lake.state()::delete);
    lake.bucket().takeListed();

    IngestResult again = lake.run();
    assertThat(again.objects()).isZero();
    assertThat(again.found().present()).isEqualTo(37);
    assertThat(lake.bucket().takeListed()).isEqualTo(folders(0, 38));
    lake.run();
    assertThat(lake.bucket().takeListed()).isEqualTo(folders(30, 38));
  }

  @Test
  void aMarkThatCannotBeReadOrKeptEndsNoRun() throws IOException {
    hours(0, 37);
    lake.state().fail(9);
    IngestResult result = lake.run();
    assertThat(result.objects()).isEqualTo(37);
    assertThat(result.found().problems()).allMatch(problem -> problem.contains("out of order"));
  }

  @Test
  void whatAPersonPutsBackIsFoundHoweverOld() throws IOException {
    hours(0, 37);
    String batch = lake.run().batches().get(0);
    lake.run();
    lake.inLedger(
        ledger -> ledger.reopen(new BatchId(batch), DatedLake.TABLE, "the table lost it"));
    assertThat(lake.run().objects()).isEqualTo(37);
  }

  @Test
  void anEarlierFirstDayIsGoneThrough() throws IOException {
    hours(0, 37);
    lake.from("2026-11-02");
    assertThat(lake.run().objects()).isEqualTo(13);
    lake.from("2026-11-01");
    assertThat(lake.run().objects()).isEqualTo(24);
    lake.from("2026-11-02");
    lake.bucket().takeListed();
    lake.run();
    assertThat(lake.bucket().takeListed()).isEqualTo(folders(30, 38));
  }

  @Test
  void aRunListsNoMoreThanItsBatchNeedsAndLeavesAMark() throws IOException {
    hours(0, 36);
    for (int hour = 0; hour < 36; hour++) {
      lake.put(key(hour, "y"), "{\"n\":1}");
    }
    lake.batches(8, 10);
    Faults faults = new Faults();
    List<Integer> listed = new ArrayList<>();
    faults.before(
        step -> {
          if (step.equals("plan")) {
            listed.add(lake.bucket().takeListed().size());
            if (listed.size() == 4) {
              throw new Faults.Crash(step);
            }
          }
        });
    assertThatThrownBy(() -> lake.run(faults)).isInstanceOf(Faults.Crash.class);
    // Fifteen folders beside the base are opened at once, with 30 objects: three batches.
    assertThat(listed).containsExactly(15, 0, 0, 16);

    lake.pass(Duration.ofMinutes(11));
    IngestResult second = lake.run();
    assertThat(second.objects()).isEqualTo(72 - 24);
    assertThat(lake.bucket().takeListed()).doesNotContainAnyElementsOf(folders(0, 8));
    assertThat(lake.run().found().present()).isEqualTo(2 * 6);
  }

  @Test
  void sliceBySliceTheCountsAreTheSame() throws IOException {
    hours(0, 30);
    lake.bucket().put(key(3, "damaged"), new byte[] {0x1f, (byte) 0x8b, 8});
    lake.alsoReads("plain");
    for (int i = 0; i < 9; i++) {
      lake.put("plain/" + i, "{\"n\":1}");
    }
    lake.put("plain/_no-data", "x");
    lake.batches(7, 3);

    IngestResult first = lake.run();
    assertThat(first.objects()).isEqualTo(39);
    assertThat(first.batches()).hasSizeGreaterThan(4);
    assertThat(first.refused()).hasSize(1);
    assertThat(first.found().ignored()).isEqualTo(1);
    assertThat(first.found().left()).isZero();
    assertThat(first.found().present()).isZero();

    IngestResult second = lake.runFullListing();
    assertThat(second.batches()).isEmpty();
    assertThat(second.found())
        .isEqualTo(new IngestResult.Found(39, 1, 1, 0, 0, true, List.of(), List.of(), List.of()));
  }

  @Test
  void aTableThatRefusesItsPartEndsTheRunAndNoFolderIsTakenForDone() throws IOException {
    lake.put(key(0, "a"), "{\"n\":1}");
    lake.run();
    lake.policy(Policies.frozen());
    for (int hour = 0; hour < 20; hour++) {
      lake.put(key(hour, "z"), "{\"other\":1}");
    }
    lake.batches(4, 3);
    lake.state().list("").forEach(lake.state()::delete);
    IngestResult refused = lake.run();
    assertThat(refused.objects()).isZero();
    assertThat(refused.tables()).allMatch(table -> table.problem().isPresent());

    lake.policy(EventPolicy.PLAIN);
    assertThat(lake.run().objects()).isEqualTo(20);
  }

  @Test
  void anOverwrittenObjectKeepsItsFolderOpen() throws IOException {
    hours(0, 37);
    lake.put(key(31, "x"), "{\"n\":1}");
    lake.run();
    lake.put(key(31, "x"), "{\"n\":2}");
    lake.pass(Duration.ofDays(1));
    for (int i = 0; i < 2; i++) {
      assertThat(lake.run().refused())
          .singleElement()
          .satisfies(object -> assertThat(object.kind()).isEqualTo(RefusedObject.Kind.OVERWRITTEN));
    }
    lake.bucket().takeListed();
    lake.run();
    assertThat(lake.bucket().takeListed()).startsWith(folder(31), folder(54)).hasSize(9);
  }

  @Test
  void aFolderThatCannotBeListedEndsItsInputAndIsListedLater() throws IOException {
    hours(0, 37);
    lake.alsoReads("plain");
    lake.put("plain/x", "{\"n\":1}");
    lake.bucket().refuse(folder(20));
    IngestResult first = lake.run();
    assertThat(first.objects()).isEqualTo(21);
    assertThat(first.found().failures())
        .singleElement()
        .satisfies(failure -> assertThat(failure.input()).endsWith("fh/{yyyy}/{MM}/{dd}/{HH}"));

    lake.bucket().refuse("\0");
    lake.bucket().takeListed();
    assertThat(lake.run().objects()).isEqualTo(17);
    assertThat(lake.bucket().takeListed()).contains(folder(20)).doesNotContain(folder(19));
  }

  @Test
  void theBaseMustBeThere() throws IOException {
    lake.template("gone/year={yyyy}/month={MM}/day={dd}");
    lake.put("fh/x", "y");
    assertThat(lake.run().found().failures())
        .singleElement()
        .satisfies(
            failure ->
                assertThat(failure.failure())
                    .isInstanceOf(MissingInputException.class)
                    .hasMessageContaining("/gone: there is no such directory, file or prefix"));
  }

  @Test
  void daysInTheStyleOfHive() throws IOException {
    lake.template("fh/year={yyyy}/month={MM}/day={dd}");
    lake.put("fh/year=2026/month=11/day=01/hour=00/a", "{\"n\":1}");
    lake.put("fh/year=2026/month=11/day=02/b", "{\"n\":1}");
    lake.put("fh/year=2026/month=11/day=04/c", "{\"n\":1}");
    lake.bucket().put("fh/year=2026/month=11/day=02/empty/_SUCCESS", "".getBytes(UTF_8));
    IngestResult result = lake.run();
    assertThat(result.objects()).isEqualTo(2);
    assertThat(result.found().ignored()).isEqualTo(1);
    assertThat(Set.copyOf(lake.bucket().takeListed()))
        .containsExactlyInAnyOrder(
            "fh/year=2026/month=11/day=01",
            "fh/year=2026/month=11/day=02",
            "fh/year=2026/month=11/day=03");
  }
}
