package io.firn.dedupe;

import io.firn.TableName;
import java.io.IOException;
import java.io.Serializable;

/**
 * What one task compares: the events of a batch that lie in a span of days, with those of the same
 * times that the table has, or that were left out of it.
 */
public record DuplicateSearch(
    TableName table, SearchRule rule, TimeSpan times, Slice slice, SearchFiles files)
    implements Serializable {
  /**
   * Reads and compares.
   *
   * @param attempt unique over all attempts at all tasks
   */
  public FoundDuplicates run(SearchShipment shipment, long attempt) throws IOException {
    return switch (rule) {
      case ID -> new IdSearch(this, shipment).run();
      case CONTENT -> new ContentSearch(this, shipment, attempt).run();
    };
  }
}
