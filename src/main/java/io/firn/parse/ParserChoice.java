package io.firn.parse;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which parser reads the messages of a route, and how.
 *
 * @param version what {@code auto} means: 1 is json and text, 2 has lambda too
 * @param pattern of {@code regex}, else null
 * @param preset of {@code access-log}, else null
 * @param fields of {@code vpc-flow}, in their order; empty for the default ones
 */
public record ParserChoice(
    String name,
    int version,
    @Nullable String pattern,
    @Nullable AccessLogPreset preset,
    List<String> fields)
    implements Serializable {
  /** The version that new tables have. */
  public static final int NEWEST_VERSION = 2;

  /** The first parser that fits: lambda, json, text. */
  public static final ParserChoice AUTO = of("auto");

  /** A JSON object; what is none is kept as text. */
  public static final ParserChoice JSON = of("json");

  /** The text as it is. */
  public static final ParserChoice TEXT = of("text");

  public ParserChoice {
    fields = List.copyOf(fields);
  }

  /** The parser of that name, by its defaults. */
  public static ParserChoice of(String name) {
    return new ParserChoice(name, NEWEST_VERSION, null, null, List.of());
  }

  /** The {@code regex} parser. */
  public static ParserChoice regex(String pattern) {
    return new ParserChoice("regex", NEWEST_VERSION, pattern, null, List.of());
  }

  /**
   * A pattern that {@code regex} can have.
   *
   * @throws IllegalArgumentException if it does not compile, or has no named group
   */
  public static String checkedPattern(String pattern) {
    NamedGroups.of(pattern);
    return pattern;
  }

  /** The {@code access-log} parser. */
  public static ParserChoice accessLog(AccessLogPreset preset) {
    return new ParserChoice("access-log", NEWEST_VERSION, null, preset, List.of());
  }

  /** The {@code vpc-flow} parser. */
  public static ParserChoice vpcFlow(List<String> fields) {
    return new ParserChoice("vpc-flow", NEWEST_VERSION, null, null, fields);
  }

  /** The same, as a table of that version has it. */
  public ParserChoice at(int version) {
    return new ParserChoice(name, version, pattern, preset, fields);
  }

  /** As the config and the table property {@code firn.parser} spell it. */
  public String spelling() {
    return name;
  }

  /** Whether text is as good as fields, so that what has none is not unparsed. */
  public boolean takesText() {
    return name.equals("auto") || name.equals("text");
  }
}
