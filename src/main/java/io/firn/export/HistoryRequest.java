package io.firn.export;

import io.firn.AccountRegion;
import io.firn.LogGroup;
import io.firn.export.IndexLook.Today;
import io.firn.export.RequestedHistory.Finding;
import io.firn.export.RequestedHistory.Part;
import io.firn.landing.LandingLayout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Asks for a span of groups' time as history. What is exported, waits for its turn, or is lost is
 * not asked for again, so that no two windows overlap.
 */
public final class HistoryRequest {
  private final ExportPolicy policy;
  private final DriverState state;
  private final IndexChange changes;
  private final IndexLook look;

  /**
   * Of one account and Region.
   *
   * @param layout where windows land
   */
  public HistoryRequest(
      AccountRegion place, LandingLayout layout, ExportPolicy policy, ExportDriver.Tools tools) {
    this.policy = policy;
    this.state = new DriverState(tools.state(), place);
    this.changes = new IndexChange(policy);
    this.look = new IndexLook(place, layout, policy, tools, state);
  }

  /** What would be asked for, of each group that is meant. */
  public List<RequestedHistory> look(Predicate<LogGroup> meant, Span span) {
    return requested(look.look(), meant, span);
  }

  private List<RequestedHistory> requested(Today today, Predicate<LogGroup> meant, Span span) {
    List<RequestedHistory> found = new ArrayList<>();
    today
        .index()
        .groups()
        .forEach(
            (group, known) -> {
              if (meant.test(group) && policy.groups().test(group)) {
                found.add(
                    new RequestedHistory(
                        group, parts(group, known, today.slot(), span, today.now())));
              }
            });
    return found;
  }

  /** Asks for it. */
  public List<RequestedHistory> ask(Predicate<LogGroup> meant, Span span) {
    Today today = look.look();
    List<RequestedHistory> found = requested(today, meant, span);
    state.update(
        known -> {
          SlotIndex changed = changes.found(known, today.groups(), today.now());
          for (RequestedHistory requested : found) {
            changed = changed.with(requested.group(), group -> asking(group, requested.asked()));
          }
          return changed;
        });
    return found;
  }

  /** Another driver may have changed the group since it was looked at. */
  private static GroupState asking(GroupState group, List<Span> spans) {
    GroupProgress progress = group.progress();
    for (Span span : spans) {
      progress = progress.asking(span);
    }
    return group.withProgress(progress);
  }

  private static List<Part> parts(
      LogGroup group, GroupState known, Slot slot, Span span, Instant now) {
    if (!known.facts().isExportable()) {
      return List.of(new Part(span, Finding.NOT_EXPORTABLE));
    }
    GroupProgress progress = known.progress();
    Rest rest = new Rest(span);
    atWork(slot, group, known)
        .ifPresent(window -> rest.take(window.from(), window.to(), Finding.RUNNING));
    rest.take(progress.watermark(), Instant.MAX, Finding.NEW);
    progress.history().forEach(wait -> rest.take(wait.from(), wait.to(), Finding.WAITING));
    progress.gaps().stream()
        .filter(gap -> gap.generation() == known.facts().generation())
        .forEach(gap -> rest.take(gap.from(), gap.to(), Finding.LOST));
    rest.take(progress.since(), progress.watermark().minusMillis(1), Finding.EXPORTED);
    progress.asked().forEach(older -> rest.take(older.from(), older.to(), Finding.EXPORTED));
    // No window may end before its group was made.
    Instant created = known.facts().created();
    Instant oldest =
        span.to().isBefore(created) ? created : created.minus(ExportPolicy.BEFORE_CREATION);
    rest.take(Instant.MIN, oldest.minusMillis(1), Finding.BEFORE_GROUP);
    Instant horizon = known.facts().horizon(now);
    if (horizon.isAfter(Instant.MIN)) {
      rest.take(Instant.MIN, horizon.minusMillis(1), Finding.EXPIRED);
    }
    return rest.parts();
  }

  private static Optional<Span> atWork(Slot slot, LogGroup group, GroupState known) {
    return slot.window()
        .filter(intent -> intent.group().equals(group))
        .filter(intent -> intent.window().generation() == known.facts().generation())
        .filter(intent -> intent.lane().recheckAfter().isEmpty())
        .map(intent -> new Span(intent.window().from(), intent.window().to()));
  }

  /** What of a span is not accounted for yet. */
  private static final class Rest {
    private final List<Part> parts = new ArrayList<>();
    private List<Span> left;

    Rest(Span span) {
      left = List.of(span);
    }

    void take(Instant from, Instant to, Finding finding) {
      if (to.isBefore(from)) {
        return;
      }
      List<Span> still = new ArrayList<>();
      for (Span span : left) {
        still.addAll(span.without(from, to));
        span.within(from, to).ifPresent(part -> parts.add(new Part(part, finding)));
      }
      left = still;
    }

    /** In the order of time. */
    List<Part> parts() {
      left.forEach(span -> parts.add(new Part(span, Finding.ASKED)));
      parts.sort(Comparator.comparing(part -> part.span().from()));
      return parts;
    }
  }
}
