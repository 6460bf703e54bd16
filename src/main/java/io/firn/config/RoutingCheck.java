package io.firn.config;

import io.firn.LogGroup;
import io.firn.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What inputs and routes say together: each group has a table, each derived table one group. */
final class RoutingCheck {
  private final List<DraftInput> inputs;
  private final List<SourceConfig> sources;
  private final List<DraftRoute> routes;
  private final Map<TableName, DraftInput.Grouped> derived = new HashMap<>();

  RoutingCheck(List<DraftInput> inputs, List<SourceConfig> sources, List<DraftRoute> routes) {
    this.inputs = inputs;
    this.sources = sources;
    this.routes = routes;
  }

  void report() {
    reportUnreachable();
    reportOverlaps();
    reportLandings();
    new SharedTableCheck().report(routes);
    for (DraftInput input : inputs) {
      if (input.group() != null) {
        reportGroup(input.group());
      }
    }
  }

  private void reportUnreachable() {
    List<DraftRoute.Patterned> earlier = new ArrayList<>();
    for (DraftRoute route : routes) {
      DraftRoute.Patterned pattern = route.pattern();
      if (pattern != null) {
        earlier.stream()
            .filter(first -> first.pattern().covers(pattern.pattern()))
            .findFirst()
            .ifPresent(first -> reportUnreachable(pattern.place(), first));
        earlier.add(pattern);
      }
    }
  }

  private static void reportUnreachable(Value place, DraftRoute.Patterned first) {
    place.problem(
        "Unreachable route: '"
            + first.pattern()
            + "' at line "
            + first.place().place().line()
            + " takes all of its log groups (put it first, or remove it)");
  }

  /** An object has one log group, so it may not be found in two inputs. */
  private void reportOverlaps() {
    List<DraftInput.Located> earlier = new ArrayList<>();
    for (DraftInput input : inputs) {
      DraftInput.Located location = input.location();
      if (location != null) {
        earlier.stream()
            .filter(location::overlaps)
            .findFirst()
            .ifPresent(first -> reportOverlap(location, first));
        earlier.add(location);
      }
    }
  }

  private static void reportOverlap(DraftInput.Located location, DraftInput.Located first) {
    location
        .place()
        .problem(
            "Invalid path: "
                + location.path()
                + " (must not overlap with "
                + first.path()
                + " at line "
                + first.place().place().line()
                + ": an object has one log group)");
  }

  /** There windows come in as wholes, and their objects not by themselves too. */
  private void reportLandings() {
    for (DraftInput input : inputs) {
      DraftInput.Located location = input.location();
      if (location != null) {
        sources.stream()
            .filter(source -> location.overlaps(source.landing()))
            .findFirst()
            .ifPresent(source -> reportLanding(location, source));
      }
    }
  }

  private static void reportLanding(DraftInput.Located location, SourceConfig source) {
    location
        .place()
        .problem(
            "Invalid path: "
                + location.path()
                + " (must not overlap with the landing of source "
                + source.place()
                + ", "
                + source.landing()
                + ": what lands there is taken in by itself)");
  }

  private void reportGroup(DraftInput.Grouped input) {
    Optional<DraftRoute> route = route(input.group());
    if (route.isEmpty()) {
      input
          .place()
          .problem(
              "Cannot route log group "
                  + input.group()
                  + ": no route matches it (add one to routes)");
    }
    TableTemplate table =
        route.map(DraftRoute::table).map(DraftRoute.Tabled::template).orElse(null);
    if (table != null && table.isDerived()) {
      input
          .place()
          .attempt(() -> table.of(input.group()))
          .ifPresent(
              to -> {
                reportShared(input, to);
                reportTaken(input, to);
              });
    }
  }

  /** The first that matches; one that could not be read might. */
  private Optional<DraftRoute> route(LogGroup group) {
    return routes.stream()
        .filter(route -> route.pattern() == null || route.pattern().pattern().matches(group))
        .findFirst();
  }

  /** A table that a route names is for its own log groups. */
  private void reportTaken(DraftInput.Grouped input, TableName table) {
    routes.stream()
        .map(DraftRoute::table)
        .filter(
            named -> named != null && named.template().fixed().filter(table::equals).isPresent())
        .findFirst()
        .ifPresent(
            named ->
                reportRefused(
                    input,
                    table,
                    "the route at line " + named.place().place().line() + " names it for others"));
  }

  private void reportShared(DraftInput.Grouped input, TableName table) {
    DraftInput.Grouped first = derived.putIfAbsent(table, input);
    if (first != null && !first.group().equals(input.group())) {
      reportRefused(
          input,
          table,
          first.group() + " at line " + first.place().place().line() + " gives the same");
    }
  }

  private static void reportRefused(DraftInput.Grouped input, TableName table, String reason) {
    input
        .place()
        .problem(
            "Cannot derive table "
                + table
                + " for log group "
                + input.group()
                + ": "
                + reason
                + " (name a table in a route of its own)");
  }
}
