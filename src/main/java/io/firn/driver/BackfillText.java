package io.firn.driver;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.export.BackfillPlan;
import io.firn.export.BackfillPlan.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A back-fill's plan, for people and for programs. */
final class BackfillText {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final List<String> HEADER =
      List.of("log group", "from", "to", "tasks", "bytes", "begins", "ends", "expires", "lost");
  private static final double PERCENT = 100;
  private static final double DAY = Duration.ofDays(1).toMillis();
  private static final double HOUR = Duration.ofHours(1).toMillis();
  private static final double MEGA = 1e6;

  private BackfillText() {}

  static List<String> lines(BackfillPlan plan) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(HEADER);
    plan.rows().forEach(row -> cells.add(cells(row)));
    List<String> lines = new ArrayList<>(aligned(cells));
    lines.add(
        String.format(
            Locale.ROOT,
            "%s %s: %d tasks, %s, %.1f days at %.1f MB a second (%s) with %.0f %% of the slot",
            plan.place().account(),
            plan.place().region(),
            plan.tasks(),
            size(plan.bytes()),
            plan.time().toMillis() / DAY,
            plan.rate().bytesPerSecond() / MEGA,
            word(plan.rate().origin()),
            PERCENT * plan.share()));
    plan.rows().stream()
        .filter(row -> !row.lost().isZero())
        .forEach(
            row ->
                lines.add(
                    "%s: %.1f hours of it expire before their turn"
                        .formatted(row.group(), row.lost().toMillis() / HOUR)));
    return lines;
  }

  private static List<String> cells(Row row) {
    return List.of(
        row.group().name(),
        MINUTE.format(row.span().from()),
        MINUTE.format(row.span().to()),
        Integer.toString(row.tasks()),
        size(row.bytes()),
        MINUTE.format(row.begins()),
        MINUTE.format(row.ends()),
        row.expiry().map(MINUTE::format).orElse("never"),
        row.lost().isZero()
            ? "-"
            : String.format(Locale.ROOT, "%.1fh", row.lost().toMillis() / HOUR));
  }

  private static String size(long bytes) {
    double left = bytes;
    int unit = 0;
    List<String> units = List.of("B", "KB", "MB", "GB", "TB");
    while (left >= 1000 && unit < units.size() - 1) {
      left /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f%s" : "%.1f%s", left, units.get(unit));
  }

  private static List<String> aligned(List<List<String>> rows) {
    int[] widths = new int[HEADER.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return rows.stream().map(row -> aligned(row, widths)).toList();
  }

  private static String aligned(List<String> row, int[] widths) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < widths.length; i++) {
      cells.add(row.get(i) + " ".repeat(widths[i] - row.get(i).length()));
    }
    return cells.stream().collect(Collectors.joining("  ")).stripTrailing();
  }

  /** One object, on one line. */
  static String json(BackfillPlan plan) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("account", plan.place().account())
            .put("region", plan.place().region())
            .put("tasks", plan.tasks())
            .put("bytes", plan.bytes())
            .put("days", plan.time().toMillis() / DAY)
            .put("bytes_per_second", plan.rate().bytesPerSecond())
            .put("rate", word(plan.rate().origin()))
            .put("slot_share", plan.share());
    ArrayNode rows = node.putArray("log_groups");
    for (Row row : plan.rows()) {
      ObjectNode item =
          rows.addObject()
              .put("log_group", row.group().name())
              .put("lane", row.lane().toString())
              .put("from", row.span().from().toString())
              .put("to", row.span().to().toString())
              .put("tasks", row.tasks())
              .put("bytes", row.bytes())
              .put("begins", row.begins().toString())
              .put("ends", row.ends().toString());
      row.expiry().map(Instant::toString).ifPresent(time -> item.put("expires", time));
      item.put("lost_ms", row.lost().toMillis());
    }
    return node.toString();
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
