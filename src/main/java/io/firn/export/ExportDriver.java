package io.firn.export;

import io.firn.AccountRegion;
import io.firn.export.CloudWatchLogsException.Kind;
import io.firn.export.ExportReport.End;
import io.firn.landing.LandingLayout;
import io.firn.landing.LandingZone;
import io.firn.state.StateStore;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * Exports the log groups of an account and Region, tick by tick. A tick reads where it stands, goes
 * on from there, and writes each step down before the next one.
 */
public final class ExportDriver {
  private static final int MOST_FAILURES = 5;
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

  private final AccountRegion place;
  private final SlotSteps steps;
  private final Clock clock;
  private final Pause pause;

  /**
   * What a driver works with.
   *
   * @param random for pauses after throttling
   */
  public record Tools(
      CloudWatchLogs logs,
      LandingZone landing,
      StateStore state,
      Clock clock,
      Pause pause,
      RandomGenerator random) {}

  /**
   * Of one account and Region.
   *
   * @param layout where windows land
   */
  public ExportDriver(AccountRegion place, LandingLayout layout, ExportPolicy policy, Tools tools) {
    this.place = place;
    this.clock = tools.clock();
    this.pause = tools.pause();
    this.steps = new SlotSteps(place, layout, policy, tools);
  }

  /**
   * Takes the steps that are possible now, until its time is over or nothing is due.
   *
   * @param budget at least one step is taken
   */
  public ExportReport tick(Duration budget) {
    TickLog log = new TickLog();
    Instant end = clock.instant().plus(budget);
    int failures = 0;
    RuntimeException failure = null;
    while (true) {
      Step step;
      try {
        step = steps.next(log);
        failures = 0;
        failure = null;
      } catch (CloudWatchLogsException | UncheckedIOException e) {
        if (++failures > MOST_FAILURES || isRefusal(e)) {
          return log.report(place, End.FAILED, null, e);
        }
        failure = e;
        step = Step.after(AFTER_FAILURE.multipliedBy(failures));
      } catch (StateFormException e) {
        return log.report(place, End.FAILED, null, e);
      }
      if (step instanceof Step.Last last) {
        return log.report(place, last.end(), last.next(), null);
      }
      Duration time = ((Step.Later) step).pause();
      Instant next = clock.instant().plus(time);
      if (!next.isBefore(end)) {
        return log.report(place, failure == null ? End.BUDGET : End.FAILED, next, failure);
      }
      if (!time.isZero()) {
        pause.sleep(time);
      }
    }
  }

  private static boolean isRefusal(RuntimeException failure) {
    return failure instanceof CloudWatchLogsException call && call.kind() == Kind.REFUSED;
  }
}
