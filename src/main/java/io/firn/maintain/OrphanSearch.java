package io.firn.maintain;

import io.firn.BatchId;
import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.apache.iceberg.spark.actions.SparkActions;
import org.apache.spark.sql.SparkSession;

/**
 * Finds files below a table's location that no snapshot has, by Iceberg's own action. Left out is
 * what belongs to another table, or to a batch that may still be published.
 */
final class OrphanSearch {
  private final SparkSession spark;
  private final Table table;
  private final String location;
  private final List<String> neighbours;
  private final Predicate<BatchId> ended;
  private final Map<String, Boolean> foreign = new HashMap<>();
  private final Map<BatchId, Boolean> batches = new HashMap<>();

  /**
   * Below one table's location.
   *
   * @param locations of all tables, as {@link LakeTables#location} has them
   * @param ended whether nothing of a batch will be published any more that is not yet
   */
  OrphanSearch(
      SparkSession spark, Table table, Collection<String> locations, Predicate<BatchId> ended) {
    this.spark = spark;
    this.table = table;
    this.location = LakeTables.location(table.location());
    this.neighbours = locations.stream().filter(other -> other.startsWith(location + "/")).toList();
    this.ended = ended;
  }

  /**
   * What was found.
   *
   * @param orphans that may go
   * @param kept how many no snapshot has, but another table or a batch may
   */
  record Found(List<String> orphans, int kept) {
    Found {
      orphans = List.copyOf(orphans);
    }
  }

  /** Files that were last changed before a moment. */
  Found find(long olderThanMillis) {
    table.refresh();
    List<String> unknown = Collections.synchronizedList(new ArrayList<>());
    SparkActions.get(spark)
        .deleteOrphanFiles(table)
        .usePrefixListing(true)
        .olderThan(olderThanMillis)
        .deleteWith(unknown::add)
        .execute();
    List<String> orphans = unknown.stream().filter(this::isOrphan).sorted().toList();
    return new Found(orphans, unknown.size() - orphans.size());
  }

  private boolean isOrphan(String path) {
    String plain = LakeTables.location(path);
    return plain.startsWith(location + "/")
        && neighbours.stream().noneMatch(other -> plain.startsWith(other + "/"))
        && batch(plain).map(this::isEnded).orElse(true)
        && !isInForeignTable(plain);
  }

  /** The batch whose folder the file is in. */
  private Optional<BatchId> batch(String plain) {
    String data = location + "/data/";
    if (!plain.startsWith(data)) {
      return Optional.empty();
    }
    String below = plain.substring(data.length());
    int slash = below.indexOf('/');
    return slash < 0 ? Optional.empty() : BatchId.parse(below.substring(0, slash));
  }

  private boolean isEnded(BatchId batch) {
    return batches.computeIfAbsent(batch, ended::test);
  }

  /** Whether a folder above the file has metadata of a table: of one that no catalog tells. */
  private boolean isInForeignTable(String plain) {
    for (int slash = plain.lastIndexOf('/');
        slash > location.length();
        slash = plain.lastIndexOf('/', slash - 1)) {
      if (foreign.computeIfAbsent(plain.substring(0, slash), this::hasMetadata)) {
        return true;
      }
    }
    return false;
  }

  private boolean hasMetadata(String folder) {
    String metadata = folder + "/metadata/";
    try {
      for (FileInfo file : ((SupportsPrefixOperations) table.io()).listPrefix(metadata)) {
        if (file.location().endsWith(".metadata.json")) {
          return true;
        }
      }
    } catch (UncheckedIOException e) {
      if (!(e.getCause() instanceof FileNotFoundException)) {
        throw e;
      }
    }
    return false;
  }
}
