package io.firn.archfixture.parse;

import io.firn.archfixture.ingest.IngestHelper;

/** Parse sees ingest, and ingest parse: a forbidden direction and a cycle. */
public final class CuriousParser {
  public IngestHelper job() {
    return new IngestHelper();
  }
}
