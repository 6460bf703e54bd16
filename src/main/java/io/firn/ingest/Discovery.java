package io.firn.ingest;

import io.firn.ingest.IngestResult.InputFailure;
import io.firn.landing.InputObject;
import io.firn.landing.Listing;
import io.firn.landing.MissingInputException;
import io.firn.landing.PrefixListing;
import io.firn.ledger.Candidate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * What the inputs hold; one that cannot be listed does not stop the others.
 *
 * @param objects in the order of the inputs and then of their URIs; for one table each once
 * @param ignored how many files are no data
 */
record Discovery(List<Listed> objects, int ignored, List<InputFailure> failures) {
  static final Discovery NOTHING = new Discovery(List.of(), 0, List.of());

  Discovery {
    objects = List.copyOf(objects);
    failures = List.copyOf(failures);
  }

  static Discovery of(List<IngestInput> inputs, Configuration configuration) {
    PrefixListing listing = new PrefixListing(configuration);
    List<Listed> objects = new ArrayList<>();
    List<InputFailure> failures = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    int ignored = 0;
    for (IngestInput input : inputs) {
      try {
        Listing found = listing.list(input.path());
        ignored += found.ignored();
        for (InputObject object : found.objects()) {
          if (seen.add(input.table() + " " + object.identity().uri())) {
            objects.add(new Listed(input, object));
          }
        }
      } catch (MissingInputException | IOException e) {
        failures.add(new InputFailure(input.path(), e));
      }
    }
    return new Discovery(objects, ignored, failures);
  }

  /** What the ledger is asked about. */
  List<Candidate> candidates() {
    return objects.stream().map(Listed::candidate).toList();
  }
}
