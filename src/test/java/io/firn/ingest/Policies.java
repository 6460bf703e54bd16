package io.firn.ingest;

import io.firn.parse.ParserChoice;
import io.firn.policy.EventPolicy;
import io.firn.policy.EventPolicy.RawText;
import io.firn.policy.Redaction;
import io.firn.policy.SchemaRules;
import java.util.List;

/** What routes may say. */
final class Policies {
  private Policies() {}

  /** A table takes no new columns. */
  static EventPolicy frozen() {
    SchemaRules usual = SchemaRules.DEFAULT;
    SchemaRules rules =
        new SchemaRules(
            usual.conflict(),
            SchemaRules.Evolve.FREEZE,
            usual.bounds(),
            usual.maps(),
            usual.nullValues(),
            usual.columns());
    return new EventPolicy(
        ParserChoice.AUTO, RawText.UNPARSED, Redaction.NONE, null, List.of(), rules);
  }
}
