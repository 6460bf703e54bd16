package io.firn.maintain;

import io.firn.TableName;
import io.firn.state.LeaseInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run came to.
 *
 * @param held who else is at it; null if this run was
 * @param postponed rewrites that wait for the next run
 */
public record MaintainReport(
    @Nullable LeaseInfo held,
    List<TableReport> tables,
    List<StepReport> landing,
    List<Failure> failures,
    List<String> notices,
    int postponed,
    Duration took) {
  public MaintainReport {
    tables = List.copyOf(tables);
    landing = List.copyOf(landing);
    failures = List.copyOf(failures);
    notices = List.copyOf(notices);
  }

  /**
   * What became of a table.
   *
   * @param before its files as they were found
   * @param after its files in the end; in a preview as they would be
   * @param planned what was to be done, a line each
   * @param left what was left as it is, a line each
   */
  public record TableReport(
      TableName table,
      Size before,
      Size after,
      List<PlannedStep> planned,
      List<String> left,
      List<StepReport> steps) {
    public TableReport {
      planned = List.copyOf(planned);
      left = List.copyOf(left);
      steps = List.copyOf(steps);
    }
  }

  /**
   * What is to be done.
   *
   * @param why it is
   * @param due whether it is of this run, or beyond its budget
   */
  public record PlannedStep(
      StepReport.Kind kind, String subject, String why, Size before, Size after, Due due) {}

  /** Whether a step is of this run. */
  public enum Due {
    NOW,
    NEXT_RUN
  }

  /**
   * A step that failed; others went on.
   *
   * @param what was tried, as a person reads it
   */
  public record Failure(String what, RuntimeException cause) {}

  /** Of a run that did nothing, since another one is at it. */
  static MaintainReport heldBy(LeaseInfo holder) {
    return new MaintainReport(holder, List.of(), List.of(), List.of(), List.of(), 0, Duration.ZERO);
  }

  /** Who else is at it. */
  public Optional<LeaseInfo> holder() {
    return Optional.ofNullable(held);
  }

  /** Whether there was nothing to do. */
  public boolean isInOrder() {
    return failures.isEmpty() && tables.stream().allMatch(table -> table.planned().isEmpty());
  }
}
