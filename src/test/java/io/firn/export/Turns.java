package io.firn.export;

import io.firn.sandbox.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Lets several drivers run at once, one step of one of them at a time: which one is left to chance,
 * and the same for the same seed. While all of them sleep, the clock goes on.
 */
final class Turns {
  private static final ThreadLocal<Actor> CURRENT = new ThreadLocal<>();

  private final TestClock clock;
  private final SplittableRandom random;
  private final Semaphore scheduler = new Semaphore(0);

  Turns(TestClock clock, long seed) {
    this.clock = clock;
    this.random = new SplittableRandom(seed);
  }

  private static final class Actor {
    private final Semaphore go = new Semaphore(0);
    private Instant asleepUntil = Instant.MIN;
    private boolean over;
    private @Nullable Throwable failure;
  }

  /** Runs all to their ends; a crash is the end of the one that crashes. */
  void run(List<Runnable> bodies) {
    List<Actor> actors = new ArrayList<>();
    bodies.forEach(body -> actors.add(start(body)));
    while (actors.stream().anyMatch(actor -> !actor.over)) {
      Actor next = next(actors);
      next.go.release();
      scheduler.acquireUninterruptibly();
    }
    for (Actor actor : actors) {
      if (actor.failure != null && !(actor.failure instanceof Crash)) {
        throw new AssertionError("A driver failed", actor.failure);
      }
    }
  }

  private Actor start(Runnable body) {
    Actor actor = new Actor();
    Thread thread =
        new Thread(
            () -> {
              CURRENT.set(actor);
              actor.go.acquireUninterruptibly();
              try {
                body.run();
              } catch (RuntimeException | Error e) {
                actor.failure = e;
              }
              actor.over = true;
              scheduler.release();
            });
    thread.setDaemon(true);
    thread.start();
    return actor;
  }

  private Actor next(List<Actor> actors) {
    List<Actor> alive = actors.stream().filter(actor -> !actor.over).toList();
    List<Actor> awake =
        alive.stream().filter(actor -> !actor.asleepUntil.isAfter(clock.instant())).toList();
    if (awake.isEmpty()) {
      clock.advanceTo(alive.stream().map(a -> a.asleepUntil).min(Instant::compareTo).orElseThrow());
      return next(actors);
    }
    return awake.get(random.nextInt(awake.size()));
  }

  /** A driver's next step may be another one's. */
  void pass() {
    Actor actor = CURRENT.get();
    scheduler.release();
    actor.go.acquireUninterruptibly();
  }

  void sleep(Duration time) {
    CURRENT.get().asleepUntil = clock.instant().plus(time);
    pass();
  }
}
