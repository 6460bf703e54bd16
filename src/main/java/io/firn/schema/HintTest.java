package io.firn.schema;

import io.firn.policy.Hint;

/** Says which values a hint converts; the ingest's own conversion in earnest. */
@FunctionalInterface
public interface HintTest {
  /** Whether a string of this text converts exactly. */
  boolean fits(Hint hint, byte[] utf8);
}
