package io.firn.policy;

import io.firn.parse.ParserChoice;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a route does with each event before it is stored. The filter looks at the event as it
 * arrived, unwrapped; what it keeps is redacted.
 *
 * @param parser how a message becomes fields
 * @param filter null to keep every event
 * @param unwrap keys whose strings hold JSON objects that are taken for fields
 * @param schema what becomes of its fields
 * @param dedupe what becomes of events that arrive once more
 */
public record EventPolicy(
    ParserChoice parser,
    RawText raw,
    Redaction redaction,
    @Nullable EventFilter filter,
    List<KeyPath> unwrap,
    SchemaRules schema,
    Dedupe dedupe)
    implements Serializable {
  /** Every event is kept whole; text that columns do not hold stays as it is. */
  public static final EventPolicy PLAIN =
      new EventPolicy(ParserChoice.AUTO, RawText.UNPARSED, Redaction.NONE, null);

  public EventPolicy {
    unwrap = List.copyOf(unwrap);
  }

  /** A policy by which each event that arrives is one. */
  public EventPolicy(
      ParserChoice parser,
      RawText raw,
      Redaction redaction,
      @Nullable EventFilter filter,
      List<KeyPath> unwrap,
      SchemaRules schema) {
    this(parser, raw, redaction, filter, unwrap, schema, Dedupe.NONE);
  }

  /** A policy that says nothing of fields. */
  public EventPolicy(
      ParserChoice parser, RawText raw, Redaction redaction, @Nullable EventFilter filter) {
    this(parser, raw, redaction, filter, List.of(), SchemaRules.DEFAULT);
  }

  /** When the raw text of a message is stored in {@code log_message}. */
  public enum RawText {
    /** Where the columns do not hold all of it. */
    UNPARSED,
    ALWAYS,
    NEVER
  }

  /** The same, with another parser. */
  public EventPolicy with(ParserChoice other) {
    return new EventPolicy(other, raw, redaction, filter, unwrap, schema, dedupe);
  }

  /** The same, with other events left out. */
  public EventPolicy with(Dedupe other) {
    return new EventPolicy(parser, raw, redaction, filter, unwrap, schema, other);
  }

  public Optional<EventFilter> eventFilter() {
    return Optional.ofNullable(filter);
  }

  /** Whether anything that arrives may not be stored: a run without the route would store it. */
  public boolean withholds() {
    return raw == RawText.NEVER || !redaction.isNone();
  }

  /** Whether text that is not parsed may be stored: what to redact cannot be found in it. */
  public boolean storesText() {
    return raw != RawText.NEVER && redaction.isNone();
  }
}
