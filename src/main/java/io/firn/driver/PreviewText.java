package io.firn.driver;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.export.Intent;
import io.firn.export.Preview;
import io.firn.export.Preview.Next;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What would be exported next, for people and for programs. */
final class PreviewText {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double PERCENT = 100;

  private final Instant now;

  PreviewText(Instant now) {
    this.now = now;
  }

  List<String> lines(Preview preview) {
    String place = preview.place().account() + " " + preview.place().region() + ": ";
    List<String> lines = new ArrayList<>();
    preview
        .running()
        .ifPresent(
            intent ->
                lines.add(
                    "%s%s is being exported from %s to %s (%s)"
                        .formatted(
                            place,
                            intent.group(),
                            intent.window().from(),
                            intent.window().to(),
                            intent.lane())));
    preview.slotHolder().ifPresent(holder -> lines.add(place + "the slot is taken by " + holder));
    preview
        .stopped()
        .ifPresent(
            until ->
                lines.add(place + "stopped until " + until + ", as group after group was refused"));
    for (Next next : preview.next()) {
      lines.add(
          "%snext is %s from %s to %s (%s, about %d bytes): %s"
              .formatted(
                  place,
                  next.group(),
                  next.window().from(),
                  next.window().to(),
                  next.lane(),
                  next.bytes(),
                  why(next)));
    }
    if (preview.next().isEmpty()) {
      lines.add(
          place + "nothing is due" + preview.nextDue().map(due -> " until " + due).orElse(""));
    }
    preview
        .gaps()
        .forEach(
            (group, gaps) ->
                gaps.forEach(
                    gap ->
                        lines.add(
                            "%sevents of %s from %s to %s are lost"
                                .formatted(place, group, gap.from(), gap.to()))));
    lines.add(
        "%snew events need %.0f %% of the slot%s"
            .formatted(
                place,
                PERCENT * preview.load().share(),
                preview.load().suffices() ? "" : ": it does not suffice"));
    return lines;
  }

  private String why(Next next) {
    return switch (next.why()) {
      case EXPIRES ->
          "its events expire from " + next.expiry().map(Instant::toString).orElse("now") + " on";
      case SHARE -> "history and rechecks have had less than their share of the slot";
      case NEW -> "of all new events it lags most, " + lag(next);
      case IDLE -> "no new events are due";
    };
  }

  private String lag(Next next) {
    Duration lag = Duration.between(next.window().from(), now);
    return lag.toHours() + " hours";
  }

  /** One object, on one line. */
  String json(Preview preview) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("account", preview.place().account())
            .put("region", preview.place().region());
    preview.running().ifPresent(intent -> write(intent, node.putObject("running")));
    preview.slotHolder().ifPresent(holder -> node.put("slot_holder", holder));
    preview.stopped().ifPresent(until -> node.put("stopped_until", until.toString()));
    preview.nextDue().ifPresent(due -> node.put("due", due.toString()));
    node.put("load", preview.load().share());
    ArrayNode list = node.putArray("next");
    for (Next next : preview.next()) {
      ObjectNode item =
          list.addObject()
              .put("log_group", next.group().name())
              .put("from", next.window().from().toString())
              .put("to", next.window().to().toString())
              .put("lane", next.lane().toString())
              .put("bytes", next.bytes())
              .put("why", next.why().name().toLowerCase(Locale.ROOT));
      next.expiry().ifPresent(expiry -> item.put("expires", expiry.toString()));
    }
    ArrayNode gaps = node.putArray("gaps");
    preview
        .gaps()
        .forEach(
            (group, some) ->
                some.forEach(
                    gap ->
                        gaps.addObject()
                            .put("log_group", group.name())
                            .put("from", gap.from().toString())
                            .put("to", gap.to().toString())));
    return node.toString();
  }

  private static void write(Intent intent, ObjectNode node) {
    node.put("log_group", intent.group().name())
        .put("from", intent.window().from().toString())
        .put("to", intent.window().to().toString())
        .put("lane", intent.lane().toString());
  }
}
