package io.firn.cli;

import io.firn.AccountRegion;
import io.firn.LogGroup;
import io.firn.export.ExportStatus;
import io.firn.export.Gap;
import io.firn.export.GroupStatus;
import io.firn.export.Intent;
import io.firn.export.Slot;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** How far log groups are, for people: the worst first. */
final class StatusReport {
  private static final String[] HEADER = {
    "log group",
    "exported up to",
    "lag",
    "lost",
    "windows waiting",
    "ingested up to",
    "next recheck",
    "trouble"
  };
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Comparator<Row> WORST_FIRST =
      Comparator.comparing((Row row) -> row.group.gaps().isEmpty())
          .thenComparing(row -> row.group.trouble().isEmpty())
          .thenComparing(row -> row.group.lag(), Comparator.reverseOrder());
  private static final String NONE = "-";
  private static final double PERCENT = 100;

  private final List<ExportStatus> sources;
  private final Optional<WaitingWindows> waiting;
  private final List<Row> rows;

  /** A log group of one of the sources. */
  record Row(AccountRegion place, GroupStatus group) {}

  /**
   * Of all sources.
   *
   * @param waiting empty if it is not known
   * @param chosen which log groups are told
   */
  StatusReport(
      List<ExportStatus> sources, Optional<WaitingWindows> waiting, Predicate<LogGroup> chosen) {
    this.sources = List.copyOf(sources);
    this.waiting = waiting;
    this.rows =
        sources.stream()
            .flatMap(source -> source.groups().stream().map(g -> new Row(source.place(), g)))
            .filter(row -> chosen.test(row.group.group()))
            .sorted(WORST_FIRST)
            .toList();
  }

  /** Whether events of the groups that are told are lost. */
  boolean hasGaps() {
    return rows.stream().anyMatch(row -> !row.group.gaps().isEmpty());
  }

  List<ExportStatus> sources() {
    return sources;
  }

  /** The log groups of all sources, the worst first. */
  List<Row> rows() {
    return rows;
  }

  void print(PrintWriter out) {
    sources.forEach(source -> printSource(source, out));
    if (!rows.isEmpty()) {
      TextTable table = new TextTable(HEADER);
      rows.forEach(row -> table.add(cells(row)));
      table.print(out);
    }
    rows.forEach(row -> printTrouble(row, out));
  }

  private static void printSource(ExportStatus source, PrintWriter out) {
    String place = source.place().account() + " " + source.place().region() + ": ";
    if (source.problem().isPresent()) {
      out.println(place + "unknown, as its state cannot be read");
      return;
    }
    if (source.listed().isEmpty()) {
      out.println(place + "nothing was exported yet");
      return;
    }
    out.println(place + slot(source.slot()));
    source
        .stopped()
        .ifPresent(
            until ->
                out.println(
                    place + "stopped until " + until + ", as group after group was refused"));
    out.println(place + load(source));
  }

  private static String slot(Slot slot) {
    return slot.window()
        .map(intent -> atWork(intent, slot))
        .or(
            () ->
                slot.taken()
                    .map(
                        since ->
                            "the export slot is taken by "
                                + (slot.holder() == null ? "somebody else" : slot.holder())
                                + " since "
                                + since))
        .orElse("the export slot is free");
  }

  private static String atWork(Intent intent, Slot slot) {
    return "the export slot has Firn since %s, for %s from %s to %s (%s%s)"
        .formatted(
            intent.at(),
            intent.group(),
            intent.window().from(),
            intent.window().to(),
            intent.lane(),
            slot.task().map(task -> ", task " + task).orElse(", no task yet"));
  }

  private static String load(ExportStatus source) {
    double share = PERCENT * source.load().share();
    return String.format(
        Locale.ROOT,
        "new events of %d log groups need %.0f %% of the slot, in windows of %s or more, with tasks"
            + " of %s%s",
        source.groups().stream().filter(group -> group.notExportable().isEmpty()).count(),
        share,
        text(source.load().every()),
        text(source.taskTime()),
        source.load().suffices()
            ? ""
            : ": it does not suffice (exclude log groups, or shorten recheck-after)");
  }

  private List<String> cells(Row row) {
    GroupStatus group = row.group;
    return List.of(
        sources.size() == 1 ? group.group().name() : group.group().name() + " (" + row.place + ")",
        group.exportedUpTo().map(MINUTE::format).orElse(NONE),
        group.notExportable().isPresent() ? NONE : text(group.lag()),
        group.gaps().isEmpty() ? NONE : text(lost(group)),
        waiting(row).map(count -> Integer.toString(count)).orElse("?"),
        waiting.isEmpty() ? "?" : ingestedUpTo(row).map(MINUTE::format).orElse(NONE),
        group.nextRecheck().map(MINUTE::format).orElse(NONE),
        group
            .trouble()
            .map(problem -> word(problem.kind()))
            .or(() -> group.notExportable().map(refusal -> word(refusal.kind())))
            .orElse(group.missing().isPresent() ? "gone" : NONE));
  }

  private static Duration lost(GroupStatus group) {
    return group.gaps().stream()
        .map(gap -> Duration.between(gap.from(), gap.to().plusMillis(1)))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** How many finished windows of a log group wait for ingest; empty if that is not known. */
  Optional<Integer> waiting(Row row) {
    return waiting.map(all -> all.of(row.place, row.group.group()).size());
  }

  /** All exported windows before it are in their table; empty if none is, or that is not known. */
  Optional<Instant> ingestedUpTo(Row row) {
    return waiting.flatMap(all -> ingestedUpTo(row, all.begin(row.place, row.group.group())));
  }

  private static Optional<Instant> ingestedUpTo(Row row, Optional<Instant> firstWaiting) {
    return row.group.exportedUpTo().map(end -> firstWaiting.filter(end::isAfter).orElse(end));
  }

  private static void printTrouble(Row row, PrintWriter out) {
    LogGroup group = row.group.group();
    for (Gap gap : row.group.gaps()) {
      out.println(
          "Lost events of %s from %s to %s: %s"
              .formatted(group, gap.from(), gap.to(), word(gap.reason())));
    }
    row.group
        .trouble()
        .ifPresent(
            problem ->
                out.println(
                    "%s (since %s, tried again at %s)"
                        .formatted(problem.message(), problem.since(), problem.until())));
    row.group.notExportable().ifPresent(refusal -> out.println(refusal.message()));
    row.group
        .missing()
        .ifPresent(since -> out.println("Log group %s is gone since %s".formatted(group, since)));
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Its two largest units. */
  private static String text(Duration time) {
    if (time.toDays() > 0) {
      return time.toDays() + "d" + text(time.toHoursPart(), "h");
    }
    if (time.toHours() > 0) {
      return time.toHours() + "h" + text(time.toMinutesPart(), "m");
    }
    return time.toMinutes() > 0 ? time.toMinutes() + "m" : time.toSeconds() + "s";
  }

  private static String text(int rest, String unit) {
    return rest == 0 ? "" : " " + rest + unit;
  }
}
