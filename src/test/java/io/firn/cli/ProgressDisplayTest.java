package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.cli.ProgressDisplay.Style;
import io.firn.ingest.Phase;
import io.firn.ingest.Progress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ProgressDisplayTest {
  private final StringWriter text = new StringWriter();
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void aLineSaysHowFarAndHowFast() {
    assertThat(
            ProgressDisplay.line(
                new Progress.Point(Phase.READ, 1, 0, 3, 12, 25_000_000, 100_000_000), 2.0))
        .isEqualTo("read: 3 of 12 objects, 25.0 of 100.0 MB, 12.5 MB/s");
    assertThat(ProgressDisplay.line(new Progress.Point(Phase.READ, 1, 0, 1, 1, 10, 10), 1e-6))
        .isEqualTo("read: 1 of 1 objects, 0.0 of 0.0 MB");
    assertThat(ProgressDisplay.line(new Progress.Point(Phase.PUBLISH, 2, 7, 0, 0, 0, 0), 1))
        .isEqualTo("batch 2 (7 objects after it), publish");
    assertThat(ProgressDisplay.line(new Progress.Point(Phase.PUBLISH, 1, 0, 0, 0, 0, 0), 1))
        .isEqualTo("publish");
  }

  @Test
  void aTerminalsLineIsRewrittenAndGoesAway() throws Exception {
    Progress progress = new Progress(nanos::get);
    progress.enter(Phase.PLAN);
    try (ProgressDisplay display = display(progress, Style.TERMINAL)) {
      display.start();
      display.show();
      progress.enter(Phase.PUBLISH);
      display.show();
    }
    assertThat(text.toString())
        .contains("\r\u001b[Kplan", "\r\u001b[Kpublish")
        .endsWith("\r\u001b[K")
        .doesNotContain("\n");
  }

  @Test
  void elsewhereItIsALineEachTime() {
    Progress progress = new Progress(nanos::get);
    try (ProgressDisplay display = display(progress, Style.LINES)) {
      display.show();
      progress.enter(Phase.RECOVER);
      display.show();
    }
    assertThat(text.toString().lines()).containsExactly("firn: recover");
  }

  @Test
  void quietShowsNothing() throws Exception {
    Progress progress = new Progress(nanos::get);
    progress.enter(Phase.READ);
    try (ProgressDisplay display = display(progress, Style.QUIET)) {
      display.start();
    }
    assertThat(text.toString()).isEmpty();
  }

  @Test
  void timeIsToldByPhase() {
    Progress progress = new Progress(nanos::get);
    nanos.set(5);
    progress.enter(Phase.PLAN);
    nanos.set(12);
    progress.enter(Phase.READ);
    nanos.set(20);
    progress.enter(Phase.PLAN);
    nanos.set(21);

    assertThat(progress.spent()).hasSize(2);
    assertThat(progress.spent().get(Phase.PLAN)).hasNanos(8);
    assertThat(progress.spent().get(Phase.READ)).hasNanos(8);
  }

  private ProgressDisplay display(Progress progress, Style style) {
    return new ProgressDisplay(progress, new PrintWriter(text), style, nanos::get);
  }
}
