package io.firn.policy;

import java.io.Serializable;

/** A condition on events, as a route's {@code drop-when} has it. */
public final class EventFilter implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String text;

  private EventFilter(String text) {
    this.text = text;
  }

  /**
   * Reads an expression.
   *
   * @throws IllegalArgumentException with the place, if it is none
   */
  public static EventFilter parse(String text) {
    return new EventFilter(text);
  }

  @Override
  public String toString() {
    return text;
  }
}
