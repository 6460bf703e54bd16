package io.firn;

import java.io.Serializable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The id of one ingest batch, {@code 20261123t055301123z-1f0c9a2b}: ids sort by time. It is the
 * {@code wap.id} of the batch's snapshots too.
 */
public record BatchId(String id) implements Serializable {
  private static final Pattern FORM = Pattern.compile("[0-9]{8}t[0-9]{9}z-[0-9a-f]{8}");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd't'HHmmssSSS'z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  public BatchId {
    if (!FORM.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "Invalid batch id: '" + id + "' (must be like 20261123t055301123z-1f0c9a2b)");
    }
  }

  /** The id of a batch that starts now; {@code salt} tells batches of one millisecond apart. */
  public static BatchId of(Instant now, int salt) {
    return new BatchId(TIME.format(now) + String.format(Locale.ROOT, "-%08x", salt));
  }

  /** The id that the text is, if it is one. */
  public static Optional<BatchId> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new BatchId(text)) : Optional.empty();
  }

  /** When the batch started, to milliseconds. */
  public Instant time() {
    return TIME.parse(id.substring(0, id.indexOf('-')), Instant::from);
  }

  /** The branch that holds the batch's files from staging to publication. */
  public String branch() {
    return "firn_" + id;
  }

  @Override
  public String toString() {
    return id;
  }
}
