package io.firn.export;

import io.firn.AccountRegion;
import io.firn.LogGroup;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one tick did.
 *
 * @param started how many tasks it created
 * @param adopted how it found each of the tasks that nobody had noted, and went on with
 * @param gaps those that it noticed
 * @param problems why groups were not exported, one line each, with what to do
 * @param end why it ended
 * @param next when something is due, or worth another look; null if nothing will be
 * @param holder who else has the slot, for people; null if nobody has
 * @param takenSince since when somebody else has it; null if nobody has
 * @param failure what ended it, of {@link End#FAILED} only
 */
public record ExportReport(
    AccountRegion place,
    int started,
    List<FoundBy> adopted,
    List<FinishedWindow> finished,
    Map<LogGroup, List<Gap>> gaps,
    List<Refusal> problems,
    End end,
    @Nullable Instant next,
    @Nullable String holder,
    @Nullable Instant takenSince,
    @Nullable RuntimeException failure) {
  /** Why a tick ends. */
  public enum End {
    /** Nothing is due. */
    IDLE,
    /** Its time is over. */
    BUDGET,
    /** Group after group was refused. */
    STOPPED,
    /** Storage or service did not answer, or refused the driver itself. */
    FAILED
  }

  public ExportReport {
    adopted = List.copyOf(adopted);
    finished = List.copyOf(finished);
    gaps = Map.copyOf(gaps);
    problems = List.copyOf(problems);
  }

  public Optional<Instant> due() {
    return Optional.ofNullable(next);
  }

  public Optional<String> slotHolder() {
    return Optional.ofNullable(holder);
  }

  public Optional<Instant> slotTakenSince() {
    return Optional.ofNullable(takenSince);
  }

  public Optional<RuntimeException> problem() {
    return Optional.ofNullable(failure);
  }
}
