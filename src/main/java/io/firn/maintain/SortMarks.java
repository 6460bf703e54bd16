package io.firn.maintain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SortDirection;
import org.apache.iceberg.SortField;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/**
 * Which files of a table are sorted. Iceberg's Spark writers tell it of a file itself (its sort
 * order id) from 1.11 only. So each rewrite says it in its snapshot, and, as snapshots expire, the
 * table property {@link #PROPERTY} keeps the sequence numbers of those commits: {@code
 * {"v":1,"sort":["log_group","log_time"],"commits":"12-14,19"}}.
 */
final class SortMarks {
  static final String PROPERTY = "firn.sorted";

  /** In the summary of a snapshot: the columns that its files are sorted by. */
  static final String SORTED_BY = "firn.sorted-by";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int VERSION = 1;

  private final Table table;
  private final List<String> sort;
  private final NavigableSet<Long> commits;

  private SortMarks(Table table, List<String> sort, NavigableSet<Long> commits) {
    this.table = table;
    this.sort = sort;
    this.commits = commits;
  }

  /**
   * Of files that are sorted by some columns.
   *
   * @param sort none if every order will do
   */
  static SortMarks of(Table table, List<String> sort) {
    NavigableSet<Long> commits = new TreeSet<>(stored(table.properties().get(PROPERTY), sort));
    for (Snapshot snapshot : table.snapshots()) {
      Map<String, String> summary = snapshot.summary();
      if (summary != null && text(sort).equals(summary.get(SORTED_BY))) {
        commits.add(snapshot.sequenceNumber());
      }
    }
    return new SortMarks(table, sort, commits);
  }

  /** Whether the property has them all: then nothing is lost with the snapshots. */
  boolean areKept() {
    return stored(table.properties().get(PROPERTY), sort).containsAll(commits);
  }

  /** As a snapshot's summary has them. */
  static String text(List<String> sort) {
    return String.join(",", sort);
  }

  boolean isSorted(DataFile file) {
    Long commit = file.fileSequenceNumber();
    return sort.isEmpty()
        || (commit != null && commits.contains(commit))
        || columns(table.sortOrders().get(file.sortOrderId())).equals(sort);
  }

  /** The columns of an order, ascending and as they are; none if it is another kind of order. */
  static List<String> columns(@Nullable SortOrder order) {
    List<String> columns = new ArrayList<>();
    if (order == null) {
      return columns;
    }
    for (SortField field : order.fields()) {
      String name = order.schema().findColumnName(field.sourceId());
      if (name == null
          || !field.transform().isIdentity()
          || field.direction() != SortDirection.ASC) {
        return List.of();
      }
      columns.add(name);
    }
    return columns;
  }

  /**
   * What the property has to be.
   *
   * @param live the commits that files of the table came by
   * @return null if there is nothing to be kept
   */
  @Nullable String property(Collection<Long> live) {
    NavigableSet<Long> kept = new TreeSet<>(commits);
    kept.retainAll(live);
    if (kept.isEmpty() || sort.isEmpty()) {
      return null;
    }
    ObjectNode root = JSON.createObjectNode().put("v", VERSION);
    sort.forEach(root.putArray("sort")::add);
    return root.put("commits", ranges(kept)).toString();
  }

  private static String ranges(NavigableSet<Long> commits) {
    List<String> ranges = new ArrayList<>();
    Long next = commits.first();
    while (next != null) {
      long last = next;
      while (commits.contains(last + 1)) {
        last++;
      }
      ranges.add(last == next ? String.valueOf(next) : next + "-" + last);
      next = commits.higher(last);
    }
    return String.join(",", ranges);
  }

  /** Of another order or a later form, none: those files are sorted once more. */
  private static List<Long> stored(@Nullable String property, List<String> sort) {
    List<Long> commits = new ArrayList<>();
    if (property == null) {
      return commits;
    }
    try {
      JsonNode root = JSON.readTree(property);
      List<String> columns = new ArrayList<>();
      root.path("sort").forEach(column -> columns.add(column.asText()));
      if (root.path("v").asInt() != VERSION || !columns.equals(sort)) {
        return commits;
      }
      for (String range : root.path("commits").asText().split(",", -1)) {
        String[] ends = range.split("-", 2);
        long last = Long.parseLong(ends[ends.length - 1]);
        for (long commit = Long.parseLong(ends[0]); commit <= last; commit++) {
          commits.add(commit);
        }
      }
      return commits;
    } catch (JsonProcessingException | NumberFormatException e) {
      return List.of();
    }
  }
}
