package io.firn.config;

/** Which parsers that are not Firn's own a config may name. */
public enum UsersParsers {
  /** Those of the class path. */
  PRESENT,
  /** Any: where no message is parsed, their jars need not be there. */
  ANY
}
