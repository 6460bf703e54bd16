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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * What the inputs hold; one that cannot be listed does not stop the others.
 *
 * @param objects in the order of the inputs and then of their URIs; for one table each once
 * @param ignored how many files are no data
 */
record Discovery(List<Listed> objects, int ignored, List<InputFailure> failures) {
  Discovery {
    objects = List.copyOf(objects);
    failures = List.copyOf(failures);
  }

  static Discovery of(List<IngestInput> inputs, Configuration configuration) {
    List<Listed> objects = new ArrayList<>();
    List<InputFailure> failures = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    int ignored = 0;
    for (Found found : list(inputs, configuration)) {
      if (found.failure != null) {
        failures.add(new InputFailure(found.input.path(), found.failure));
      }
      ignored += found.listing.ignored();
      for (InputObject object : found.listing.objects()) {
        if (seen.add(found.input.table() + " " + object.identity().uri())) {
          objects.add(new Listed(found.input, object));
        }
      }
    }
    return new Discovery(objects, ignored, failures);
  }

  private static List<Found> list(List<IngestInput> inputs, Configuration configuration) {
    PrefixListing listing = new PrefixListing(configuration);
    Map<IngestInput, Found> found = new ConcurrentHashMap<>();
    List<IngestInput> distinct = inputs.stream().distinct().toList();
    InParallel.forEach(distinct, input -> found.put(input, list(listing, input)));
    return distinct.stream().map(found::get).toList();
  }

  private static Found list(PrefixListing listing, IngestInput input) {
    try {
      return new Found(input, listing.list(input.path()), null);
    } catch (MissingInputException | IOException e) {
      return new Found(input, Listing.EMPTY, e);
    }
  }

  /** What one input holds, or why it could not be listed. */
  private record Found(IngestInput input, Listing listing, @Nullable Exception failure) {}

  /** What the ledger is asked about. */
  List<Candidate> candidates() {
    return objects.stream().map(Listed::candidate).toList();
  }
}
