package io.firn.ingest;

import io.firn.ledger.LogSource;
import java.io.Serializable;
import java.util.Set;

/**
 * Which log groups a mixed object has events of.
 *
 * @param sources of an object that cannot be read whole, those before what is wrong
 * @param bytes inflated bytes that were read
 */
record Survey(String uri, Set<LogSource> sources, long bytes) implements Serializable {
  Survey {
    sources = Set.copyOf(sources);
  }
}
