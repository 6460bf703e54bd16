package io.firn.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.BatchId;
import io.firn.decode.InflateBounds;
import io.firn.ingest.RefusedObject.Kind;
import io.firn.ingest.WindowLake.Event;
import io.firn.ingest.WindowLake.Landed;
import io.firn.landing.InputObject;
import io.firn.landing.Lane;
import io.firn.ledger.LedgerEvent;
import io.firn.ledger.QuarantinedObject;
import io.firn.ledger.WrittenRow;
import io.firn.policy.Dedupe;
import io.firn.policy.EventPolicy;
import io.firn.testing.FaultyProxy.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of windows that were exported once more only those events come in that came late. */
final class IngestRechecksTest {
  private static final Lane FIRST = Lane.recheck(Duration.ofHours(36));
  private static final Lane SECOND = Lane.recheck(Duration.ofDays(15));

  @TempDir Path directory;
  private WindowLake lake;

  @BeforeEach
  void open() throws Exception {
    lake = new WindowLake(directory);
  }

  @AfterEach
  void close() throws Exception {
    lake.close();
  }

  private Landed recheck(Lane lane, int from, int to, Map<String, List<Event>> streams) {
    return lake.land(WindowLake.ORDERS, lane, from, to, streams);
  }

  @Test
  void onlyLateEventsComeIn() throws Exception {
    lake.land(0, 1, Map.of("a", events(0, 1, 2, 2), "b", events(10)));
    lake.land(1, 2, Map.of("a", events(3600)));
    lake.run();
    // Exports are not in order. A stream may be new, or have the same event once more.
    recheck(
        FIRST,
        0,
        2,
        Map.of("a", events(3600, 2, 7, 1, 2, 0, 2), "b", events(10), "c", events(10, 11)));
    IngestResult result = lake.run();
    assertThat(result.refused()).isEmpty();
    assertThat(lake.rows())
        .containsExactly(
            "a 0", "a 1", "a 2", "a 2", "a 2", "a 3600", "a 7", "b 10", "c 10", "c 11");
    assertThat(ingestedEvents(result)).containsExactly(4L);

    assertThat(lake.run().batches()).isEmpty();

    recheck(
        SECOND,
        0,
        2,
        Map.of("a", events(0, 1, 2, 2, 2, 7, 8, 3600), "b", events(10), "c", events(10, 11)));
    assertThat(ingestedEvents(lake.run())).containsExactly(1L);
    assertThat(lake.rows()).hasSize(11).contains("a 8");
    assertThat(lake.allReceipts()).hasSize(4);
  }

  private List<Long> ingestedEvents(IngestResult result) {
    return result.batches().stream()
        .flatMap(batch -> lake.ledger().batch(new BatchId(batch)).rows().stream())
        .map(WrittenRow::row)
        .filter(row -> row.event() == LedgerEvent.INGESTED)
        .map(row -> row.work().events())
        .toList();
  }

  @Test
  void aTableThatCountsContentsGetsWhatIsLate() throws Exception {
    lake.policy(EventPolicy.PLAIN.with(Dedupe.CONTENT));
    lake.land(0, 2, Map.of("a", events(0, 1, 2, 2)));
    lake.run();
    recheck(FIRST, 0, 2, Map.of("a", events(0, 1, 1, 2, 2, 7)));
    IngestResult result = lake.run();
    assertThat(ingestedEvents(result)).containsExactly(2L);
    assertThat(result.counts().duplicates()).isZero();
    assertThat(lake.rows()).containsExactly("a 0", "a 1", "a 1", "a 2", "a 2", "a 7");
  }

  @Test
  void rechecksWaitForTheirWindowsAndForOneAnother() throws Exception {
    lake.land(0, 1, Map.of("a", events(0)));
    recheck(FIRST, 0, 1, Map.of("a", events(0, 1)));
    recheck(SECOND, 0, 1, Map.of("a", events(0, 1, 2)));
    IngestResult result = lake.run();
    assertThat(result.batches()).hasSize(3);
    assertThat(ingestedEvents(result)).containsExactly(1L, 1L, 1L);
    assertThat(lake.rows()).containsExactly("a 0", "a 1", "a 2");
  }

  @Test
  void recheckOfAnEmptyWindowBringsAll() throws Exception {
    lake.land(0, 1, Map.of());
    recheck(FIRST, 0, 1, Map.of("a", events(5)));
    lake.run();
    assertThat(lake.rows()).containsExactly("a 5");
  }

  @Test
  void recheckWaitsWhileItsWindowCannotBeRead() throws Exception {
    Landed landed = lake.land(0, 1, Map.of("a", events(0)));
    recheck(FIRST, 0, 1, Map.of("a", events(0, 1)));
    lake.proxy()
        .next(100, request -> request.reads(landed.parts().get("a").key()), new Fault.SlowDown());
    assertThat(lake.run().batches()).isEmpty();
    lake.proxy().clear();
    lake.run();
    assertThat(lake.rows()).containsExactly("a 0", "a 1");
  }

  @Test
  void recheckWhoseEarlierExportIsGoneWaitsInQuarantineAsAWhole() throws Exception {
    Landed landed = lake.land(0, 1, Map.of("a", events(0), "b", events(10)));
    lake.run();
    byte[] part = lake.delete(landed.parts().get("a").key());
    Landed again = recheck(FIRST, 0, 1, Map.of("a", events(0, 1), "b", events(10, 11)));

    IngestResult result = lake.run();
    assertThat(result.batches()).isEmpty();
    assertThat(result.refused()).extracting(RefusedObject::kind).containsExactly(Kind.QUARANTINED);
    assertThat(lake.ledger().quarantinedObjects())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.isRecheck()).isTrue();
              assertThat(one.object().key()).isEqualTo(again.key());
              assertThat(one.reason()).contains("earlier export").contains("removed");
            });
    assertThat(lake.run().refused()).isEmpty();
    assertThat(lake.rows()).containsExactly("a 0", "b 10");

    lake.put(landed.parts().get("a").key(), part);
    lake.run(asked -> asked.retry());
    assertThat(lake.rows()).containsExactly("a 0", "a 1", "b 10", "b 11");
    assertThat(lake.ledger().quarantinedObjects()).isEmpty();
  }

  @Test
  void recheckWithoutTheMarkerOfItsWindowIsComparedWithNothing() throws Exception {
    Landed landed = lake.land(0, 1, Map.of("a", events(0), "b", events(10)));
    lake.run();
    byte[] marker = lake.delete(landed.key());
    Landed again = recheck(FIRST, 0, 1, Map.of("a", events(0, 1), "b", events(10)));

    IngestResult result = lake.run();
    assertThat(result.batches()).isEmpty();
    assertThat(result.refused())
        .singleElement()
        .satisfies(
            refused -> {
              assertThat(refused.kind()).isEqualTo(Kind.QUARANTINED);
              assertThat(refused.object().key()).isEqualTo(again.key());
              assertThat(refused.reason()).contains("there is no marker").contains(landed.key());
            });
    lake.put(landed.key(), marker);
    lake.run(asked -> asked.retry());
    assertThat(lake.rows()).containsExactly("a 0", "a 1", "b 10");
  }

  @Test
  void reopenedRecheckIsNotComparedWithLaterOnes() throws Exception {
    lake.land(0, 1, Map.of("a", events(0)));
    lake.run();
    recheck(FIRST, 0, 1, Map.of("a", events(0, 1)));
    IngestResult first = lake.run();
    recheck(SECOND, 0, 1, Map.of("a", events(0, 1, 2)));
    lake.run();
    assertThat(lake.rows()).containsExactly("a 0", "a 1", "a 2");

    BatchId batch = new BatchId(first.batches().get(0));
    lake.deleteRowsOf(batch);
    lake.ledger().reopen(batch, WindowLake.TABLE, "test");
    lake.run();
    assertThat(lake.rows()).containsExactly("a 0", "a 1", "a 2");
  }

  @Test
  void windowWhosePartsCameInByThemselvesIsRecordedAndRechecked() throws Exception {
    Landed landed = lake.land(0, 1, Map.of("a", events(0)));
    byte[] part = lake.delete(landed.parts().get("a").key());
    assertThat(lake.run().batches()).isEmpty();
    lake.put(landed.parts().get("a").key(), part);
    lake.run(asked -> asked.onlyPart(landed.parts().get("a")).retry());

    recheck(FIRST, 0, 1, Map.of("a", events(0, 1)));
    lake.run();
    assertThat(lake.rows()).containsExactly("a 0", "a 1");
    assertThat(lake.allReceipts()).hasSize(2);
    assertThat(lake.run().batches()).isEmpty();
  }

  @Test
  void markerWhosePartsCannotBeReadHoldsUpOnlyRechecks() throws Exception {
    Landed landed = lake.land(0, 1, Map.of("a", events(0)));
    lake.run();
    lake.breakMarker(landed);
    recheck(FIRST, 0, 1, Map.of("a", events(0, 1)));
    lake.land(5, 6, Map.of("a", events(5 * 3600)));
    IngestResult result = lake.run();
    assertThat(result.found().problems())
        .anySatisfy(
            problem -> assertThat(problem).startsWith("Recheck s3://").contains(" waits: "));
    assertThat(result.found().left()).isEqualTo(1);
    assertThat(lake.rows()).containsExactly("a 0", "a 18000");
  }

  @Test
  void recheckWaitsForPartsOfItsWindowInQuarantine() throws Exception {
    Landed landed = lake.land(0, 1, Map.of("a", events(0), "b", events(10)));
    byte[] part = lake.delete(landed.parts().get("b").key());
    lake.run();
    recheck(FIRST, 0, 1, Map.of("a", events(0, 1), "b", events(10)));
    assertThat(lake.run().batches()).isEmpty();
    assertThat(lake.rows()).containsExactly("a 0");

    lake.put(landed.parts().get("b").key(), part);
    QuarantinedObject waiting = lake.ledger().quarantinedObjects().get(0);
    assertThat(waiting.isRecheck()).isFalse();
    lake.run(asked -> asked.onlyPart(landed.parts().get("b")).retry());
    lake.run();
    assertThat(lake.rows()).containsExactly("a 0", "a 1", "b 10");
  }

  @Test
  void manyEventsAreComparedInSlices() throws Exception {
    Random random = new Random(3);
    List<Event> known = new ArrayList<>();
    List<Event> all = new ArrayList<>();
    List<Integer> late = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      Event event = Event.of(random.nextInt(2000));
      all.add(event);
      if (i % 10 == 0) {
        late.add(event.second());
      } else {
        known.add(event);
      }
    }
    Collections.shuffle(all, random);
    InputObject before = lake.object("x/before/000000.gz", known);
    InputObject after = lake.object("x/after/000000.gz", all);
    StreamRecheck recheck = new StreamRecheck(List.of(after), List.of(List.of(before)), null);
    for (int most : new int[] {10_000, 1_000, 50}) {
      LateEvents events = LateEvents.find(lake.objects(), InflateBounds.DEFAULT, recheck, most);
      List<Integer> found =
          IntStream.rangeClosed(1, all.size())
              .filter(position -> events.contain(after.identity().uri(), position))
              .mapToObj(position -> all.get(position - 1).second())
              .toList();
      assertThat(found).containsExactlyInAnyOrderElementsOf(late);
    }
  }

  private static List<Event> events(int... seconds) {
    return IntStream.of(seconds).mapToObj(Event::of).toList();
  }
}
