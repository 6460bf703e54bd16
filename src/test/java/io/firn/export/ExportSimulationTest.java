package io.firn.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.sandbox.Operation;
import io.firn.sandbox.Quotas;
import io.firn.sandbox.SandboxSettings;
import io.firn.sandbox.TaskTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Sixty groups whose volumes differ by more than a thousand, tasks of 1 to 40 minutes, another
 * exporter, failures, throttles, time-outs and lost answers; drivers that are killed anywhere, and
 * at times two at once. Each event is exported once.
 */
final class ExportSimulationTest {
  private static final int GROUPS = 60;
  private static final Duration STEP = Duration.ofMinutes(10);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration BUDGET = Duration.ofSeconds(50);

  @Test
  @Timeout(300)
  void aWeek() {
    simulate(7, 20261123, Duration.ofHours(36));
  }

  @Test
  @Tag("long")
  @Timeout(900)
  void aMonth() {
    for (long seed = 1; seed <= 3; seed++) {
      simulate(30, seed, Duration.ofHours(36), Duration.ofDays(15));
    }
  }

  private static void simulate(int days, long seed, Duration... rechecks) {
    Simulation simulation = new Simulation(seed, rechecks);
    simulation.run(ExportWorld.START.plus(Duration.ofDays(days)));
    simulation.assertSound();
  }

  private static final class Simulation {
    private final long seed;
    private final SplittableRandom random;
    private final ExportWorld world;
    private final Turns turns;
    private final Lags lags = new Lags();
    private Instant nextStep = ExportWorld.START;
    private int crashes;
    private int adopted;
    private int finished;
    private int problems;
    private int pairs;

    Simulation(long seed, Duration... rechecks) {
      this.seed = seed;
      random = new SplittableRandom(seed);
      world =
          new ExportWorld(
              SandboxSettings.defaults()
                  .withSeed(seed)
                  .withTaskTimes(
                      TaskTimes.between(Duration.ofMinutes(1), Duration.ofMinutes(40), seed))
                  .withExportLag(Duration.ofHours(11))
                  .withPartBytes(4096)
                  .withQuotas(Quotas.BY_TEST_CLOCK),
              ExportPolicy.defaults().withRecheckAfter(rechecks).withWindowBytes(100_000));
      turns = new Turns(world.clock, seed);
      for (int i = 0; i < GROUPS; i++) {
        world.createGroup("/sim/g-%02d".formatted(i));
      }
    }

    void run(Instant end) {
      while (world.clock.instant().isBefore(end)) {
        Instant minute = world.clock.instant();
        if (!minute.isBefore(nextStep)) {
          step();
        }
        if (isPaired(minute)) {
          tickTwo();
        } else {
          tick(world.driver(new Killer(), world.clock::advance));
        }
        world.clock.advanceTo(minute.plus(MINUTE));
      }
      calmDown();
    }

    /** Two drivers in one hour of five. */
    private static boolean isPaired(Instant moment) {
      return Duration.between(ExportWorld.START, moment).toHours() % 5 == 4;
    }

    private void step() {
      nextStep = nextStep.plus(STEP);
      // Faults are the drivers' to meet.
      world.state.fail(0);
      List<String> groups = world.groups();
      for (int i = 0; i < groups.size(); i++) {
        double perStep = 12.0 / (1 + i * i);
        int count = (int) perStep + (random.nextDouble() < perStep % 1 ? 1 : 0);
        if (count > 0) {
          world.putSome(groups.get(i), count, Duration.ofMinutes(30));
        }
      }
      if (random.nextInt(11) == 0) {
        world.logs.faults().rivalBeforeNextCreate(Duration.ofMinutes(1 + random.nextInt(60)));
      }
      if (random.nextInt(60) == 0) {
        world.logs.faults().failNextTask("Internal error");
      }
      if (random.nextInt(700) == 0) {
        world.logs.faults().nextTaskRuns(Duration.ofHours(30));
      }
      lags.sample(world);
      fault();
    }

    private void fault() {
      Operation operation =
          List.of(
                  Operation.CREATE_EXPORT_TASK,
                  Operation.DESCRIBE_EXPORT_TASKS,
                  Operation.DESCRIBE_LOG_GROUPS,
                  Operation.FILTER_LOG_EVENTS)
              .get(random.nextInt(4));
      switch (random.nextInt(12)) {
        case 0 -> world.logs.faults().throttle(operation, 1 + random.nextInt(4));
        case 1 -> world.logs.faults().loseAnswer(operation, 1);
        case 2 -> world.logs.faults().loseRequest(operation, 1);
        case 3 -> world.state.fail(1);
        case 4 -> world.state.loseAnswers(1);
        case 5 -> world.logs.faults().describeLate(Duration.ofSeconds(random.nextInt(40)));
        case 6 -> world.logs.faults().describeLate(Duration.ZERO);
        case 7 -> world.logs.faults().emptyFilterPages(1 + random.nextInt(3));
        default -> {}
      }
    }

    private void tick(ExportDriver driver) {
      try {
        note(driver.tick(BUDGET));
      } catch (Crash e) {
        crashes++;
      }
    }

    private void tickTwo() {
      pairs++;
      List<Runnable> both = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        ExportDriver driver = world.driver(new Killer(turns), turns::sleep);
        both.add(() -> tick(driver));
      }
      turns.run(both);
    }

    private void note(ExportReport report) {
      finished += report.finished().size();
      adopted += report.adopted().size();
      problems += report.problems().size();
    }

    /** In the end nothing goes wrong any more, and the window at work is finished. */
    private void calmDown() {
      world.logs.faults().clear();
      world.state.fail(0);
      world.state.loseAnswers(0);
      for (int i = 0; i < 2000 && world.slot().window().isPresent(); i++) {
        note(world.driver().tick(Duration.ZERO));
        world.clock.advance(MINUTE);
      }
    }

    void assertSound() {
      String context = "seed " + seed;
      ExportedWindows exported = new ExportedWindows(world, context);
      exported.assertComplete();
      exported.assertRechecksAreOfExportedWindows();
      exported.assertNoTaskIsDoubleOrLost();
      System.out.printf(
          "%s: %d windows (%d rechecks), %d crashes, %d ticks of two, %d adopted, %d problems,"
              + " %.0f %% others'%n%s%n",
          context,
          world.markers().size(),
          exported.rechecks(),
          crashes,
          pairs,
          adopted,
          problems,
          100 * exported.sharedOut(),
          lags);
      assertThat(exported.sharedOut()).as(context).isBetween(0.1, 0.4);
      assertThat(finished).as(context).isGreaterThan(100);
      assertThat(crashes).as(context).isGreaterThan(50);
      assertThat(adopted).as(context).isGreaterThan(3);
      assertThat(problems).as(context).isGreaterThan(3);
      assertThat(exported.rechecks()).as(context).isGreaterThan(20);
      assertThat(world.index().groups().values())
          .as(context)
          .allSatisfy(group -> assertThat(group.progress().gaps()).isEmpty());
      assertThat(lags.median()).as(context).isLessThan(Duration.ofDays(4));
    }

    /** Ends the process at a call now and then, before or after its effect. */
    private final class Killer implements Hook {
      private final Runnable turn;

      Killer() {
        this(() -> {});
      }

      Killer(Turns turns) {
        this(turns::pass);
      }

      private Killer(Runnable turn) {
        this.turn = turn;
      }

      @Override
      public void before() {
        turn.run();
        kill();
      }

      @Override
      public void after() {
        kill();
      }

      private void kill() {
        if (random.nextInt(150) == 0) {
          throw new Crash();
        }
      }
    }
  }
}
