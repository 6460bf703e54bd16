package io.firn.dedupe;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * The current row of a scan as a search sees it. Rows of log tables and of firn.duplicates have the
 * same names for what they share.
 */
final class EventRow {
  private static final String TIME = "log_time";
  private static final String ACCOUNT = "log_account";
  private static final String REGION = "log_region";
  private static final String GROUP = "log_group";
  private static final String DIGEST = "log_digest";
  private static final String ID = "log_id";

  private final DuplicateSearch search;
  private final EventHash key;
  private final int timeAt;
  private final int accountAt;
  private final int idAt;
  private final int regionAt;
  private final int groupAt;
  private final int digestAt;
  private InternalRow row = new GenericInternalRow(0);

  EventRow(DuplicateSearch search, NarrowScan scan, EventHash key) {
    this.search = search;
    this.key = key;
    this.timeAt = scan.position(TIME);
    this.accountAt = scan.position(ACCOUNT);
    this.idAt = scan.position(ID);
    boolean byContent = search.rule() == SearchRule.CONTENT;
    this.regionAt = byContent ? scan.position(REGION) : 0;
    this.groupAt = byContent ? scan.position(GROUP) : 0;
    this.digestAt = byContent ? scan.position(DIGEST) : 0;
  }

  /** The columns that the rule needs, and some more. */
  static List<String> columns(SearchRule rule, String... more) {
    List<String> columns = new ArrayList<>(List.of(TIME, ACCOUNT, ID));
    if (rule == SearchRule.CONTENT) {
      columns.addAll(List.of(REGION, GROUP, DIGEST));
    }
    columns.addAll(List.of(more));
    return columns;
  }

  /** Goes on to a row; false if it is none of the search's. */
  boolean read(InternalRow next) {
    row = next;
    if (row.isNullAt(timeAt) || !search.times().holds(row.getLong(timeAt))) {
      return false;
    }
    return switch (search.rule()) {
      case ID -> hasId() && search.slice().holds(ofId());
      case CONTENT -> !row.isNullAt(digestAt) && search.slice().holds(ofContent());
    };
  }

  private EventHash ofId() {
    return key.begin().add(text(accountAt)).add(text(idAt)).end();
  }

  private EventHash ofContent() {
    return key.begin()
        .add(text(accountAt))
        .add(text(regionAt))
        .add(text(groupAt))
        .add(row.getLong(timeAt))
        .add(row.getLong(digestAt))
        .end();
  }

  /** What it is compared by. */
  EventHash key() {
    return key;
  }

  /** Whether a subscription filter brought it. */
  boolean hasId() {
    return !row.isNullAt(idAt);
  }

  long micros() {
    return row.getLong(timeAt);
  }

  @Nullable String account() {
    return string(accountAt);
  }

  @Nullable String id() {
    return string(idAt);
  }

  /** Of a search by content. */
  @Nullable String region() {
    return string(regionAt);
  }

  /** Of a search by content. */
  @Nullable String group() {
    return string(groupAt);
  }

  /** Of a search by content. */
  long digest() {
    return row.getLong(digestAt);
  }

  private @Nullable String string(int at) {
    UTF8String text = text(at);
    return text == null ? null : text.toString();
  }

  @Nullable UTF8String text(int at) {
    return row.isNullAt(at) ? null : row.getUTF8String(at);
  }

  long number(int at) {
    return row.getLong(at);
  }
}
