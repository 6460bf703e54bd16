package io.firn.maintain;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.TableName;
import io.firn.maintain.Rewrite.Extent;
import io.firn.maintain.SlicePlanner.Decision;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When files of a day are worth being written anew, and what is said about it. */
final class SlicePlannerTest {
  private static final TableName TABLE = TableName.parse("logs.orders");
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final long MIB = 1 << 20;
  private static final long TARGET = 256 * MIB;
  private static final long ROW_GROUP = 64 * MIB;
  private static final MaintenanceRules RULES =
      new MaintenanceRules(NOW, Duration.ofHours(3), Duration.ofDays(5));

  private final List<FileFacts> files = new ArrayList<>();
  private @Nullable Instant last;
  private OptionalDouble shrink = OptionalDouble.empty();
  private long commits;

  private SlicePlannerTest add(int count, long mebibytes) {
    for (int i = 0; i < count; i++) {
      files.add(new FileFacts(mebibytes * MIB, ++commits, false, false));
    }
    return this;
  }

  /** Files of one rewrite. */
  private SlicePlannerTest addSorted(int count, long mebibytes) {
    commits++;
    for (int i = 0; i < count; i++) {
      files.add(new FileFacts(mebibytes * MIB, commits, true, false));
    }
    return this;
  }

  private Decision decide() {
    return decide(files);
  }

  private Decision decide(List<FileFacts> some) {
    Slice slice = Slicing.ByDay.day(LocalDate.of(2026, 11, 18));
    return new SlicePlanner(TABLE, new TargetSize(TARGET), ROW_GROUP, shrink, RULES)
        .decide(new SliceFacts(slice, some, 1, last));
  }

  private Rewrite rewrite() {
    return decide().rewrite().orElseThrow(() -> new AssertionError(decide().why()));
  }

  @Test
  void manySmallFilesBecomeOne() {
    Rewrite rewrite = add(200, 1).rewrite();
    assertThat(rewrite.extent()).isEqualTo(Extent.ALL);
    assertThat(rewrite.before()).hasToString("200 files, 209.7 MB");
    assertThat(rewrite.after().files()).isEqualTo(1);
    assertThat(rewrite.why()).isEqualTo("200 files where 1 would do");
  }

  @Test
  void twoSmallFilesBecomeOne() {
    assertThat(add(2, 30).rewrite().after().files()).isEqualTo(1);
  }

  @Test
  void aSmallFileIsLeftUnsorted() {
    Decision decision = add(1, 30).decide();
    assertThat(decision.rewrite()).isEmpty();
    assertThat(decision.why()).isEqualTo("it is in order: 1 file, 31.5 MB where 1 would do");
  }

  @Test
  void largeFilesWithoutOrderAreSorted() {
    Rewrite rewrite = add(4, 256).rewrite();
    assertThat(rewrite.extent()).isEqualTo(Extent.ALL);
    assertThat(rewrite.why()).isEqualTo("4 files, 1.1 GB not sorted");
  }

  @Test
  void whatARewriteMadeIsLeft() {
    assertThat(addSorted(12, 250).decide().rewrite()).isEmpty();
    files.clear();
    assertThat(addSorted(1, 1).decide().rewrite()).isEmpty();
  }

  /** Ranges of the sort come out unequal: small files of one rewrite are no debt. */
  @Test
  void smallFilesOfARewriteAreLeft() {
    addSorted(11, 256);
    commits--;
    assertThat(addSorted(1, 40).decide().rewrite()).isEmpty();
  }

  @Test
  void lateFilesAreNotWorthALargeDay() {
    Rewrite rewrite = addSorted(100, 256).add(5, 1).rewrite();
    assertThat(rewrite.extent()).isEqualTo(Extent.SMALL);
    assertThat(rewrite.before().files()).isEqualTo(5);
    assertThat(rewrite.why())
        .isEqualTo("of its 105 files, 5 are small (5.2 MB): together they are 1 file");
    files.subList(100, 105).clear();
    assertThat(addSorted(1, 5).decide().rewrite()).isEmpty();
    assertThat(add(1, 1).rewrite().before().files()).isEqualTo(2);
  }

  @Test
  void aDayThatStillGetsFilesWaits() {
    last = NOW.minus(Duration.ofMinutes(12));
    assertThat(add(99, 1).decide().why())
        .isEqualTo("it still gets files, the last one 12m ago (closed after 3h)");
    assertThat(add(1, 1).rewrite().before().files()).isEqualTo(100);
  }

  @Test
  void aDayIsClosedAfterItsTime() {
    last = NOW.minus(Duration.ofHours(3)).plusMillis(1);
    assertThat(add(2, 1).decide().rewrite()).isEmpty();
    last = NOW.minus(Duration.ofHours(3));
    assertThat(rewrite().before().files()).isEqualTo(2);
  }

  @Test
  void deletedRowsAreLeftBehind() {
    files.add(new FileFacts(100 * MIB, ++commits, true, true));
    assertThat(rewrite().why()).isEqualTo("1 file with deleted rows");
  }

  @Test
  void theEstimateGoesByWhatSortingLeftLately() {
    shrink = OptionalDouble.of(0.5);
    Rewrite rewrite = add(20, 100).addSorted(1, 1000).rewrite();
    assertThat(rewrite.after().bytes()).isEqualTo(2000 * MIB);
    assertThat(rewrite.shrink()).isEqualTo(2.0 / 3);
  }

  /** Done as planned, there is nothing more to do; whatever there was before. */
  @Test
  void aSecondPlanIsEmpty() {
    long seed = Long.getLong("firn.seed", 20_261_128);
    Random random = new Random(seed);
    for (int round = 0; round < 2000; round++) {
      files.clear();
      commits = 0;
      for (int i = random.nextInt(60); i >= 0; i--) {
        long bytes = 1 + (long) (Math.pow(random.nextDouble(), 4) * 2 * TARGET);
        files.add(new FileFacts(bytes, ++commits, random.nextInt(3) == 0, random.nextInt(9) == 0));
      }
      List<FileFacts> now = files;
      for (int run = 0; decide(now).rewrite().isPresent(); run++) {
        assertThat(run).as("seed %s, round %s", seed, round).isLessThan(2);
        now = done(now, decide(now).rewrite().orElseThrow(), random);
      }
    }
  }

  /** Files as the rewrite leaves them, of unequal sizes. */
  private List<FileFacts> done(List<FileFacts> before, Rewrite rewrite, Random random) {
    TargetSize target = new TargetSize(TARGET);
    List<FileFacts> after = new ArrayList<>(before);
    after.removeIf(file -> rewrite.extent() == Extent.ALL || target.isSmall(file));
    long bytes = Size.of(before).bytes() - Size.of(after).bytes();
    int count = target.files(bytes);
    commits++;
    for (int i = count; i > 0; i--) {
      long mean = bytes / i;
      long part = i == 1 ? bytes : (long) (mean * (0.8 + 0.4 * random.nextDouble()));
      after.add(new FileFacts(part, commits, true, false));
      bytes -= part;
    }
    return after;
  }
}
