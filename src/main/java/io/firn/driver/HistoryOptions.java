package io.firn.driver;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.AccountRegion;
import io.firn.LogGroup;
import io.firn.config.GroupPattern;
import io.firn.driver.ExportCommand.Output;
import io.firn.export.HistoryRequest;
import io.firn.export.RequestedHistory;
import io.firn.export.RequestedHistory.Part;
import io.firn.export.Span;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code firn export --log-group --from --to}: a span of groups' time as history. */
final class HistoryOptions {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(
      names = "--log-group",
      paramLabel = "<pattern>",
      description =
          "Export a span of these log groups' time as history too, from --from to --to; * stands"
              + " for anything. May be given several times.")
  private List<String> groups = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "<time>",
      converter = InstantConverter.class,
      description = "Where the span begins: a day, 2026-11-01, or a time, 2026-11-01T12:00:00Z.")
  private @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "<time>",
      converter = InstantConverter.class,
      description = "Where it ends; this moment itself is not in it.")
  private @Nullable Instant to;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  /** What was found in a source. */
  private record Found(AccountRegion place, List<RequestedHistory> groups) {}

  boolean isAsked() {
    return !groups.isEmpty() || from != null || to != null;
  }

  int look(ExportRun run, Output output) {
    return request(run, output, (site, meant) -> site(site).look(meant, span()));
  }

  int ask(ExportRun run, Output output) {
    // A misspelt group is told before anything is written.
    List<Found> found = found(run, (site, meant) -> site(site).look(meant, span()));
    requireGroups(found);
    return request(run, output, (site, meant) -> site(site).ask(meant, span()));
  }

  private static HistoryRequest site(Site site) {
    return new HistoryRequest(site.place(), site.layout(), site.policy(), site.tools());
  }

  private int request(
      ExportRun run,
      Output output,
      BiFunction<Site, Predicate<LogGroup>, List<RequestedHistory>> request) {
    List<Found> found = found(run, request);
    requireGroups(found);
    boolean good = false;
    for (Found source : found) {
      if (!source.groups().isEmpty()) {
        output.print(json(source), lines(source));
      }
      for (RequestedHistory group : source.groups()) {
        good |= group.parts().stream().anyMatch(part -> part.finding().isGood());
      }
    }
    if (!good) {
      output.warn("Nothing of the span from %s to %s can be exported".formatted(from, to));
    }
    return good ? Output.DONE : Output.USAGE;
  }

  private List<Found> found(
      ExportRun run, BiFunction<Site, Predicate<LogGroup>, List<RequestedHistory>> request) {
    check();
    List<GroupPattern> patterns = patterns();
    return run.each(
        site -> {
          Instant settled = Clock.systemUTC().instant().minus(site.policy().settle());
          if (!span().from().isBefore(settled)) {
            throw misuse(
                "Invalid --from: '%s' (must be before %s, as younger events are exported in their turn)"
                    .formatted(from, settled));
          }
          Predicate<LogGroup> meant =
              group -> patterns.stream().anyMatch(pattern -> pattern.matches(group));
          return new Found(site.place(), request.apply(site, meant));
        });
  }

  private void check() {
    if (groups.isEmpty() || from == null || to == null) {
      throw misuse("A span of history wants --log-group, --from and --to together");
    }
    if (!to.isAfter(from)) {
      throw misuse("Invalid --to: '%s' (must be after --from, %s)".formatted(to, from));
    }
  }

  private Span span() {
    return new Span(
        Objects.requireNonNull(from, "--from"), Objects.requireNonNull(to, "--to").minusMillis(1));
  }

  private List<GroupPattern> patterns() {
    try {
      return groups.stream().map(GroupPattern::new).toList();
    } catch (IllegalArgumentException e) {
      throw misuse(String.valueOf(e.getMessage()));
    }
  }

  private void requireGroups(List<Found> found) {
    for (String text : groups) {
      GroupPattern pattern = new GroupPattern(text);
      boolean known =
          found.stream()
              .flatMap(source -> source.groups().stream())
              .anyMatch(group -> pattern.matches(group.group()));
      if (!known) {
        throw misuse(
            "Invalid --log-group: '%s' (must match a log group that a source exports)"
                .formatted(text));
      }
    }
  }

  private ParameterException misuse(String message) {
    return new ParameterException(Objects.requireNonNull(spec, "spec").commandLine(), message);
  }

  private static List<String> lines(Found source) {
    List<String> lines = new ArrayList<>();
    for (RequestedHistory group : source.groups()) {
      for (Part part : group.parts()) {
        lines.add(
            "%s %s %s: %s to %s %s"
                .formatted(
                    source.place().account(),
                    source.place().region(),
                    group.group(),
                    part.span().from(),
                    part.span().to(),
                    part.finding().words()));
      }
    }
    return lines;
  }

  private static String json(Found source) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("account", source.place().account())
            .put("region", source.place().region());
    ArrayNode list = node.putArray("history");
    for (RequestedHistory group : source.groups()) {
      for (Part part : group.parts()) {
        list.addObject()
            .put("log_group", group.group().name())
            .put("from", part.span().from().toString())
            .put("to", part.span().to().toString())
            .put("finding", part.finding().name().toLowerCase(Locale.ROOT));
      }
    }
    return node.toString();
  }

  /** A day, or a moment. */
  static final class InstantConverter implements CommandLine.ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      try {
        return text.contains("T")
            ? Instant.parse(text)
            : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
      } catch (DateTimeException e) {
        throw new CommandLine.TypeConversionException(
            "'" + text + "' (must be like 2026-11-01 or 2026-11-01T12:00:00Z)");
      }
    }
  }
}
