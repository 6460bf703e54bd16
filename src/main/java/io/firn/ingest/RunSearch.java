package io.firn.ingest;

import io.firn.dedupe.DuplicateSearch;
import io.firn.dedupe.FoundDuplicates;
import io.firn.dedupe.SearchShipment;
import java.io.IOException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/** Looks for duplicates on an executor. */
final class RunSearch implements Function<DuplicateSearch, FoundDuplicates> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<SearchShipment> shipment;

  RunSearch(Broadcast<SearchShipment> shipment) {
    this.shipment = shipment;
  }

  @Override
  public FoundDuplicates call(DuplicateSearch search) throws IOException {
    return search.run(shipment.value(), TaskContext.get().taskAttemptId());
  }
}
