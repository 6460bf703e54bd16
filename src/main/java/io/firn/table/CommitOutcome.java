package io.firn.table;

import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.exceptions.UnprocessableEntityException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.jdbc.UncheckedInterruptedException;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.jspecify.annotations.Nullable;

/**
 * How a commit against a catalog ended.
 *
 * @param failure why it was not plainly committed; null if it was
 */
public record CommitOutcome(Kind kind, @Nullable RuntimeException failure) {
  /** The three ends. */
  public enum Kind {
    COMMITTED,
    /** Somebody else was first, or the change does not fit: what was written for it may go. */
    NOT_COMMITTED,
    /** It may be there, now or in a moment: look at the table again, and delete nothing. */
    UNKNOWN
  }

  private static final CommitOutcome COMMITTED = new CommitOutcome(Kind.COMMITTED, null);

  public CommitOutcome {
    if ((kind == Kind.COMMITTED) != (failure == null)) {
      throw new IllegalArgumentException("Invalid commit outcome: " + kind + " with " + failure);
    }
  }

  /**
   * Runs a commit. What is no end of a commit (a bug, a refused permission, a table that is gone, a
   * file that could not be written before it) is thrown on.
   */
  public static CommitOutcome of(Runnable commit) {
    try {
      commit.run();
      return COMMITTED;
    } catch (CommitFailedException | ValidationException | AlreadyExistsException e) {
      return new CommitOutcome(Kind.NOT_COMMITTED, e);
    } catch (CommitStateUnknownException
        | UncheckedSQLException
        | UncheckedInterruptedException e) {
      return new CommitOutcome(Kind.UNKNOWN, e);
    } catch (BadRequestException
        | ForbiddenException
        | NotAuthorizedException
        | UnprocessableEntityException e) {
      throw e;
    } catch (RESTException e) {
      // Iceberg tells a lost connection, and 5xx at a table's creation, by no other type.
      return new CommitOutcome(Kind.UNKNOWN, e);
    } catch (RuntimeException e) {
      if (GlueFailure.leavesDoubt(e)) {
        return new CommitOutcome(Kind.UNKNOWN, e);
      }
      throw e;
    }
  }

  /**
   * As {@link #of}, for a commit that names a branch or a snapshot that somebody else may have
   * taken away: Iceberg tells that with exceptions of bugs.
   */
  static CommitOutcome ofNaming(Runnable commit) {
    try {
      return of(commit);
    } catch (IllegalArgumentException | NullPointerException | BadRequestException e) {
      // The NullPointerException comes from a cherry-pick that is tried again, the BadRequest from
      // a REST catalog's server, which applies the change to a table that this process has not
      // seen.
      return new CommitOutcome(Kind.NOT_COMMITTED, e);
    }
  }

  public boolean isCommitted() {
    return kind == Kind.COMMITTED;
  }

  /**
   * The failure of a commit that is given up.
   *
   * @throws IllegalStateException if it was committed
   */
  public RuntimeException givenUp() {
    if (failure == null) {
      throw new IllegalStateException("Cannot give up a commit that was made");
    }
    return failure;
  }
}
