package io.firn.policy;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A condition on events, as a route's {@code drop-when} has it (docs/filters-and-masks.md). Equal
 * by its text; any number of threads may use one.
 */
public final class EventFilter implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String text;
  private final transient Condition condition;

  private EventFilter(String text, Condition condition) {
    this.text = text;
    this.condition = condition;
  }

  /**
   * Reads an expression.
   *
   * @throws IllegalArgumentException with the place, if it is none
   */
  public static EventFilter parse(String text) {
    return new EventFilter(text, new FilterParser(text).condition());
  }

  /** True if the condition is true of the event: not if it is false or unknown. */
  public boolean drops(FilteredEvent event) {
    return condition.of(event) == Truth.TRUE;
  }

  private Object readResolve() {
    return parse(text);
  }

  /** The expression as it was given. */
  @Override
  public String toString() {
    return text;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EventFilter that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
