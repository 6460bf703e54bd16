package io.firn.policy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a route says that the values of a key are. A value that does not convert exactly goes where
 * it would without the hint.
 */
public enum Hint {
  /** Numbers and booleans in their JSON spelling, objects and arrays as JSON text. */
  STRING("string"),
  /** Integers of 64 bits, in quotes too. */
  LONG("long"),
  /** Numbers that a double holds exactly, in quotes too. */
  DOUBLE("double"),
  /** Integers of up to 38 digits, in quotes too. */
  DECIMAL("decimal"),
  /** True and false, in quotes too. */
  BOOLEAN("boolean"),
  /** Strings of ISO 8601, to microseconds; without an offset they are UTC. */
  TIMESTAMP("timestamp"),
  /** Seconds since 1970, with up to six decimals, in quotes too. */
  TIMESTAMP_SECONDS("timestamp(s)"),
  /** Milliseconds since 1970, with up to three decimals, in quotes too. */
  TIMESTAMP_MILLIS("timestamp(ms)"),
  /** Objects as maps, whatever their keys. */
  MAP("map<string,string>"),
  /** Objects and arrays as JSON text. */
  JSON("json"),
  /** Objects as structs, whatever their name and however many keys they have. */
  STRUCT("struct");

  private final String spelling;

  Hint(String spelling) {
    this.spelling = spelling;
  }

  /** As the config spells it. */
  public String spelling() {
    return spelling;
  }

  /** All spellings, in the order to name them in. */
  public static List<String> spellings() {
    return Stream.of(values()).map(Hint::spelling).toList();
  }

  /** The hint of a spelling, in any case and with any white space. */
  public static Optional<Hint> parse(String text) {
    String plain = text.toLowerCase(Locale.ROOT).replaceAll("\\s", "");
    return Stream.of(values()).filter(hint -> hint.spelling.equals(plain)).findFirst();
  }

  /** Whether values are converted, one by one. */
  public boolean converts() {
    return this != MAP && this != JSON && this != STRUCT;
  }
}
