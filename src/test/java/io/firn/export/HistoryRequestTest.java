package io.firn.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.export.RequestedHistory.Finding;
import io.firn.export.RequestedHistory.Part;
import io.firn.landing.Lane;
import io.firn.sandbox.InputEvent;
import io.firn.sandbox.SandboxSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A span of a group's time that a person asks for, and what would be next. */
final class HistoryRequestTest {
  private static final String GROUP = "/shop/orders";
  private static final Instant NOW = ExportWorld.START;
  private static final Duration UNTIL_IDLE = Duration.ofDays(60);

  private final ExportWorld world =
      new ExportWorld(SandboxSettings.defaults(), ExportPolicy.defaults().withRecheckAfter());

  private static Instant daysAgo(int days) {
    return NOW.minus(Duration.ofDays(days));
  }

  private static Span span(int from, int to) {
    return new Span(daysAgo(from), daysAgo(to).minusMillis(1));
  }

  /** A group of long ago that keeps a week, with an event a day. */
  private void group(int age) {
    world.createGroup(GROUP);
    world.logs.backdate(GROUP, daysAgo(age));
    world.logs.putRetentionPolicy(GROUP, 7);
    List<InputEvent> events = new ArrayList<>();
    for (int day = 1; day < Math.min(age, 7); day++) {
      events.add(new InputEvent(daysAgo(day).toEpochMilli(), "d" + day));
    }
    world.put(GROUP, events);
  }

  private List<Part> look(Span span) {
    return world.history().look(group -> group.name().equals(GROUP), span).get(0).parts();
  }

  @Test
  void whatFellBetweenFirstSightAndExpiryIsExported() {
    group(100);
    world.driver().tick(UNTIL_IDLE);
    GroupProgress before = world.state(GROUP).progress();
    // Nothing was promised of the last twelve hours before expiry.
    Span asked = new Span(before.since().minus(Duration.ofHours(3)), before.since().minusMillis(1));
    List<RequestedHistory> done = world.history().ask(group -> true, asked);
    assertThat(done.get(0).parts()).containsExactly(new Part(asked, Finding.ASKED));
    assertThat(world.state(GROUP).progress().history()).containsExactly(asked);
    assertThat(look(asked)).containsExactly(new Part(asked, Finding.WAITING));

    ExportReport report = world.driver().tick(UNTIL_IDLE);
    assertThat(report.finished())
        .singleElement()
        .satisfies(
            window -> {
              assertThat(window.lane()).isEqualTo(Lane.HISTORY);
              assertThat(window.window().from()).isEqualTo(asked.from());
              assertThat(window.window().to()).isEqualTo(asked.to());
            });
    assertThat(look(asked)).containsExactly(new Part(asked, Finding.EXPORTED));
    world.history().ask(group -> true, asked);
    assertThat(world.driver().tick(UNTIL_IDLE).started()).isZero();
    new ExportedWindows(world, "").assertComplete();
  }

  @Test
  void whatIsNotAskedForIsTold() {
    group(12);
    world.driver().tick(UNTIL_IDLE);
    GroupProgress progress = world.state(GROUP).progress();
    assertThat(look(new Span(daysAgo(40), NOW)))
        .extracting(Part::finding)
        .containsExactly(
            Finding.BEFORE_GROUP, Finding.EXPIRED, Finding.ASKED, Finding.EXPORTED, Finding.NEW);
    assertThat(look(span(3, 2))).containsExactly(new Part(span(3, 2), Finding.EXPORTED));
    world
        .driverState()
        .update(
            index ->
                index.with(
                    new io.firn.LogGroup(GROUP),
                    group ->
                        group.withProgress(
                            progress.withGap(
                                group.facts(),
                                daysAgo(3),
                                daysAgo(2).minusMillis(1),
                                Gap.Reason.NOTHING_EXPORTED,
                                NOW))));
    assertThat(look(span(3, 2))).containsExactly(new Part(span(3, 2), Finding.LOST));
  }

  @Test
  void theWindowAtWorkIsNotAskedForAgain() {
    group(5);
    world.driver().tick(Duration.ofSeconds(3));
    assertThat(world.slot().task()).isPresent();
    assertThat(look(span(4, 2))).containsExactly(new Part(span(4, 2), Finding.RUNNING));
  }

  @Test
  void groupsThatAreNotMeantAreLeftAlone() {
    group(5);
    world.createGroup("/other");
    assertThat(world.history().look(group -> group.name().equals("/none"), span(3, 2))).isEmpty();
    assertThat(world.history().look(group -> true, span(3, 2))).hasSize(2);
    assertThat(world.state.list("")).isEmpty();
  }

  @Test
  void aPreviewSaysWhatIsNextAndWhyAndWritesNothing() {
    group(100);
    world.createGroup("/patient");
    world.logs.backdate("/patient", daysAgo(60));
    Preview preview = world.preview().look();
    assertThat(world.state.list("")).isEmpty();
    assertThat(world.markers()).isEmpty();
    assertThat(preview.running()).isEmpty();
    assertThat(preview.load().suffices()).isTrue();
    assertThat(preview.next().get(0))
        .satisfies(
            next -> {
              assertThat(next.group().name()).isEqualTo(GROUP);
              assertThat(next.why()).isEqualTo(Why.EXPIRES);
              assertThat(next.expiry()).isPresent();
            });
    assertThat(preview.next()).extracting(Preview.Next::why).contains(Why.SHARE);

    // What it says comes true.
    ExportReport report = world.driver().tick(UNTIL_IDLE);
    assertThat(report.finished().get(0).group()).isEqualTo(preview.next().get(0).group());
    assertThat(report.finished().get(0).window().from())
        .isEqualTo(preview.next().get(0).window().from());
    assertThat(report.finished()).hasSameSizeAs(preview.next());
    Preview idle = world.preview().look();
    assertThat(idle.next()).isEmpty();
    assertThat(idle.nextDue()).isEqualTo(report.due());
  }

  @Test
  void aPreviewNamesWhatIsAtWorkAndWhoHasTheSlot() {
    group(5);
    world.driver().tick(Duration.ofSeconds(3));
    assertThat(world.preview().look().running()).isEqualTo(world.slot().window());
    world.driver().tick(UNTIL_IDLE);
    world.logs.occupySlot(Duration.ofHours(1));
    assertThat(world.preview().look().slotHolder()).isPresent();
  }
}
