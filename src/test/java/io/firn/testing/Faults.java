package io.firn.testing;

import io.firn.TableName;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong in a {@link FaultyCatalog}, and who is asked before and after each of its steps.
 *
 * <p>Steps are {@code commit logs.orders #1 create} (commits to a table are counted from 1, those
 * that fail too), {@code commit firn.ledger #3}, {@code close <file>} of a file that was written
 * through the catalog's FileIO, metadata included, and {@code delete <file>}; files are named below
 * the warehouse. What only reads is no step.
 */
public final class Faults {
  private final List<Hook> before = new CopyOnWriteArrayList<>();
  private final List<Hook> after = new CopyOnWriteArrayList<>();
  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  private final List<String> steps = new CopyOnWriteArrayList<>();
  private final Map<TableName, AtomicInteger> commits = new ConcurrentHashMap<>();
  private volatile @Nullable Error end;

  /**
   * Called with a step's name in the thread that takes the step. It may block, halt the JVM, or
   * throw an Error, for example a {@link Crash}: then every later step throws that too, because
   * Iceberg goes on after some Errors and a dead process does not.
   */
  public interface Hook {
    void at(String step);
  }

  /** The end of a run within the JVM: no Exception, so that no clean-up catches it. */
  public static final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    public Crash(String step) {
      super(step);
    }
  }

  /** How a commit fails. */
  public enum Failure {
    /** CommitFailedException, nothing committed. */
    REFUSED,
    /** CommitStateUnknownException, nothing committed. */
    REQUEST_LOST,
    /** CommitStateUnknownException after the commit. */
    ANSWER_LOST
  }

  private record Rule(TableName table, IntPredicate commits, Failure failure) {}

  /** Adds a hook that is called before each step. */
  public Faults before(Hook hook) {
    before.add(hook);
    return this;
  }

  /** Adds a hook that is called after each step that was done, also if its answer is lost then. */
  public Faults after(Hook hook) {
    after.add(hook);
    return this;
  }

  /** Lets commits of these numbers to the table fail. */
  public Faults fail(TableName table, IntPredicate numbers, Failure failure) {
    rules.add(new Rule(table, numbers, failure));
    return this;
  }

  /** Lets the next commit to the table fail. */
  public Faults failNext(TableName table, Failure failure) {
    int next = commits(table) + 1;
    return fail(table, number -> number == next, failure);
  }

  /** How many commits to the table were tried. */
  public int commits(TableName table) {
    return counter(table).get();
  }

  /** All steps until now that were taken on, in order. */
  public List<String> steps() {
    return List.copyOf(steps);
  }

  int nextCommit(TableName table) {
    return counter(table).incrementAndGet();
  }

  private AtomicInteger counter(TableName table) {
    return commits.computeIfAbsent(table, name -> new AtomicInteger());
  }

  /** Null if that commit is to succeed. */
  @Nullable Failure failure(TableName table, int number) {
    return rules.stream()
        .filter(rule -> rule.table.equals(table) && rule.commits.test(number))
        .map(Rule::failure)
        .findFirst()
        .orElse(null);
  }

  /** Takes a step of somebody else's, which is not the catalog's. */
  public <T> T step(String step, Supplier<T> work) {
    begin(step);
    T result = work.get();
    done(step);
    return result;
  }

  void begin(String step) {
    steps.add(step);
    call(before, step);
  }

  void done(String step) {
    call(after, step);
  }

  private void call(List<Hook> hooks, String step) {
    if (end != null) {
      throw end;
    }
    try {
      hooks.forEach(hook -> hook.at(step));
    } catch (Error e) {
      end = e;
      throw e;
    }
  }
}
