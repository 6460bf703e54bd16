package io.firn.maintain;

import io.firn.Amounts;
import io.firn.TableName;
import io.firn.maintain.Rewrite.Extent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides whether files of a slice are worth being written anew, by one rule. A file costs each
 * reader as much as {@link #FILE_COST} bytes, a delete that has to be looked up too, and of files
 * without order all bytes are read that could be passed by. Events are read {@link #READS} times in
 * their life. Files are written anew if that saves readers more bytes than it takes to read them
 * once more.
 */
final class SlicePlanner {
  static final long FILE_COST = 4L << 20;
  static final int READS = 50;

  /** A slice that still gets files is only looked at when it has so many small ones. */
  static final int MANY = 100;

  private final TableName table;
  private final TargetSize target;
  private final long rowGroup;
  private final OptionalDouble shrink;
  private final MaintenanceRules rules;

  /**
   * For the slices of a table.
   *
   * @param rowGroup readers pass by no less, so that order is of no use in smaller files
   * @param shrink as in {@link TableFacts}
   */
  SlicePlanner(
      TableName table,
      TargetSize target,
      long rowGroup,
      OptionalDouble shrink,
      MaintenanceRules rules) {
    this.table = table;
    this.target = target;
    this.rowGroup = rowGroup;
    this.shrink = shrink;
    this.rules = rules;
  }

  /**
   * A decision.
   *
   * @param rewrite empty to leave the slice as it is
   * @param why of either
   */
  record Decision(Optional<Rewrite> rewrite, String why) {}

  Decision decide(SliceFacts facts) {
    List<FileFacts> small = smallOnes(facts.files());
    Optional<Duration> quiet =
        Optional.ofNullable(facts.lastFile()).map(last -> Duration.between(last, rules.now()));
    if (quiet.filter(time -> time.compareTo(rules.quietFor()) < 0).isPresent()
        && small.size() < MANY) {
      return new Decision(
          Optional.empty(),
          "it still gets files, the last one "
              + Amounts.time(quiet.orElseThrow())
              + " ago (closed after "
              + Amounts.time(rules.quietFor())
              + ")");
    }
    boolean allAreSmall = small.size() == facts.files().size();
    return Stream.of(ofAll(facts), allAreSmall ? ofAll(facts) : ofSmall(facts, small))
        .filter(rewrite -> profit(facts, rewrite) > 0)
        .max((one, other) -> Long.compare(profit(facts, one), profit(facts, other)))
        .map(rewrite -> new Decision(Optional.of(rewrite), rewrite.why()))
        .orElseGet(() -> new Decision(Optional.empty(), inOrder(facts)));
  }

  /** Bytes that readers save, less those of the rewrite. */
  private long profit(SliceFacts facts, Rewrite rewrite) {
    long saved = FILE_COST * Math.max(0, rewrite.before().files() - rewrite.after().files());
    if (rewrite.extent() == Extent.ALL) {
      saved = FILE_COST * (excess(facts) + patched(facts)) + unsorted(facts).bytes();
    }
    return saved == 0 ? 0 : READS * saved - rewrite.before().bytes();
  }

  private Rewrite ofSmall(SliceFacts facts, List<FileFacts> small) {
    Size before = Size.of(small);
    double factor = factor(small);
    Size after = after(before, factor);
    String why =
        "of its %s, %s are small (%s): together they are %s"
            .formatted(
                Amounts.count(facts.files().size(), "file"),
                before.files(),
                Amounts.bytes(before.bytes()),
                Amounts.count(after.files(), "file"));
    return new Rewrite(
        table, facts.slice(), Extent.SMALL, before, after, factor, facts.lastFile(), why);
  }

  private Rewrite ofAll(SliceFacts facts) {
    Size before = facts.size();
    double factor = factor(facts.files());
    Size after = after(before, factor);
    List<String> reasons = new ArrayList<>();
    if (excess(facts) > 0) {
      reasons.add(
          "%s where %s would do"
              .formatted(Amounts.count(before.files(), "file"), target.files(before.bytes())));
    }
    Size unsorted = unsorted(facts);
    if (unsorted.files() > 0) {
      reasons.add(unsorted + " not sorted");
    }
    if (patched(facts) > 0) {
      reasons.add(Amounts.count(patched(facts), "file") + " with deleted rows");
    }
    return new Rewrite(
        table,
        facts.slice(),
        Extent.ALL,
        before,
        after,
        factor,
        facts.lastFile(),
        String.join("; ", reasons));
  }

  private Size after(Size before, double factor) {
    long bytes = Math.round(before.bytes() * factor);
    return new Size(before.files() == 0 ? 0 : target.files(bytes), bytes);
  }

  /** What is sorted already does not get smaller by it. */
  private double factor(List<FileFacts> files) {
    long all = Size.of(files).bytes();
    long sorted = Size.of(files.stream().filter(FileFacts::sorted).toList()).bytes();
    return all == 0 ? 1 : (sorted + (all - sorted) * shrink.orElse(1)) / all;
  }

  private String inOrder(SliceFacts facts) {
    return "it is in order: %s where %s would do%s"
        .formatted(
            facts.size(),
            target.files(facts.size().bytes()),
            unsorted(facts).files() == 0 ? "" : ", " + unsorted(facts) + " not sorted");
  }

  /** Those that were not made together, as well as could be. */
  private List<FileFacts> smallOnes(List<FileFacts> files) {
    return runs(files).values().stream()
        .filter(run -> !isSettled(run))
        .flatMap(List::stream)
        .filter(target::isSmall)
        .toList();
  }

  /** Sorted files that one rewrite made; others are runs of their own. */
  private static Map<Long, List<FileFacts>> runs(List<FileFacts> files) {
    return files.stream().collect(Collectors.groupingBy(FileFacts::sequence));
  }

  private boolean isSettled(List<FileFacts> run) {
    return run.size() > 1
        && run.stream().allMatch(FileFacts::sorted)
        && target.isSettled(Size.of(run));
  }

  /** How many files there are beyond those that there should be. */
  private int excess(SliceFacts facts) {
    int files =
        runs(facts.files()).values().stream()
            .mapToInt(run -> isSettled(run) ? target.files(Size.of(run).bytes()) : run.size())
            .sum();
    return Math.max(0, files - target.files(facts.size().bytes()));
  }

  private Size unsorted(SliceFacts facts) {
    return Size.of(
        facts.files().stream().filter(file -> !file.sorted() && file.bytes() >= rowGroup).toList());
  }

  private static int patched(SliceFacts facts) {
    return (int) facts.files().stream().filter(FileFacts::patched).count();
  }
}
