package io.firn.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.LogGroup;
import io.firn.ingest.RefusedObject.Kind;
import io.firn.ingest.TaskStates.State;
import io.firn.ingest.WindowLake.Event;
import io.firn.ingest.WindowLake.Landed;
import io.firn.landing.Lane;
import io.firn.landing.WindowReceipt;
import io.firn.ledger.LedgerRow;
import io.firn.ledger.WrittenRow;
import io.firn.testing.FaultyProxy.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Export windows come in by their markers, each as a whole, and only once. */
final class IngestWindowsTest {
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

  @Test
  void finishedWindowsComeInOnce() throws Exception {
    Landed first = lake.land(0, 1, Map.of("a", events(0, 3), "b", events(10, 2)));
    Landed second = lake.land(1, 2, Map.of("a", events(3600, 2)));
    lake.land(2, 3, Map.of());
    lake.put("exports/123/unfinished/000000.gz", "no marker says that it is whole".getBytes(UTF_8));

    IngestResult result = lake.run();
    assertThat(result.refused()).isEmpty();
    assertThat(result.found().failures()).isEmpty();
    assertThat(result.windows()).isEqualTo(2);
    assertThat(lake.rows())
        .containsExactly("a 0", "a 1", "a 2", "a 3600", "a 3601", "b 10", "b 11");

    List<LedgerRow> ingested = ingested(result);
    assertThat(ingested)
        .extracting(row -> row.window() + " " + row.work().events())
        .containsExactlyInAnyOrder(first.marker().window() + " 5", second.marker().window() + " 2");
    assertThat(ingested)
        .extracting(row -> row.object().key())
        .containsExactlyInAnyOrder(first.key(), second.key());

    assertThat(lake.allReceipts())
        .extracting(WindowReceipt::marker, WindowReceipt::batch)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(first.key(), result.batches().get(0)),
            org.assertj.core.groups.Tuple.tuple(second.key(), result.batches().get(0)));

    IngestResult again = lake.run();
    assertThat(again.batches()).isEmpty();
    assertThat(again.found().present()).isEqualTo(2);
  }

  private List<LedgerRow> ingested(IngestResult result) {
    return result.batches().stream()
        .flatMap(batch -> lake.ledger().batch(new io.firn.BatchId(batch)).rows().stream())
        .map(WrittenRow::row)
        .filter(row -> row.event() == io.firn.ledger.LedgerEvent.INGESTED)
        .toList();
  }

  @Test
  void batchesTakeWholeWindows() throws Exception {
    for (int hour = 0; hour < 3; hour++) {
      lake.land(
          hour, hour + 1, Map.of("a", events(hour * 3600, 1), "b", events(hour * 3600 + 1, 1)));
    }
    IngestResult result = lake.run(asked -> asked.limits = asked.limits.withBatches(3, 1L << 40));
    assertThat(result.batches()).hasSize(3);
    assertThat(ingested(result)).hasSize(3);
    assertThat(lake.rows()).hasSize(6);
  }

  @Test
  void damagedPartsWaitInQuarantineAndTheRestComesIn() throws Exception {
    Landed landed = lake.land(0, 1, Map.of("a", events(0, 3), "b", events(10, 2)));
    byte[] damaged = {31, (byte) 139, 8, 0, 0};
    replaceMarkerOf(landed, "b", damaged);

    IngestResult result = lake.run();
    assertThat(result.refused()).extracting(RefusedObject::kind).containsExactly(Kind.QUARANTINED);
    assertThat(lake.rows()).containsExactly("a 0", "a 1", "a 2");
    assertThat(lake.ledger().quarantinedObjects())
        .singleElement()
        .satisfies(one -> assertThat(one.object().key()).contains("/b/"));

    assertThat(lake.run().batches()).isEmpty();
  }

  /** As if the export had been so from the beginning. */
  private void replaceMarkerOf(Landed landed, String stream, byte[] content) {
    var part = lake.put(landed.parts().get(stream).key(), content);
    lake.replaceMarker(landed, stream, part);
  }

  @Test
  void removedAndOverwrittenPartsAreForAPersonToKnow() throws Exception {
    Landed landed =
        lake.land(0, 1, Map.of("a", events(0, 3), "b", events(10, 2), "c", events(20, 1)));
    lake.delete(landed.parts().get("a").key());
    lake.put(landed.parts().get("b").key(), "something else".getBytes(UTF_8));

    IngestResult result = lake.run();
    assertThat(result.refused())
        .extracting(RefusedObject::kind)
        .containsExactly(Kind.QUARANTINED, Kind.QUARANTINED);
    assertThat(result.refused())
        .extracting(RefusedObject::reason)
        .anySatisfy(reason -> assertThat(reason).contains("removed"))
        .anySatisfy(reason -> assertThat(reason).contains("overwritten"));
    assertThat(lake.rows()).containsExactly("c 20");
    assertThat(lake.run().batches()).isEmpty();
  }

  @Test
  void windowWaitsAsAWholeWhereStorageDoesNotGiveAPart() throws Exception {
    Landed broken = lake.land(0, 1, streams(0));
    lake.land(1, 2, streams(3600));
    String key = broken.parts().get("s7").key();
    lake.proxy().next(100, request -> request.reads(key), new Fault.SlowDown());

    IngestResult result = lake.run();
    assertThat(result.refused()).extracting(RefusedObject::kind).containsExactly(Kind.UNREADABLE);
    assertThat(lake.rows()).hasSize(40).allMatch(row -> row.contains(" 36"));
    assertThat(ingested(result)).hasSize(1);
    assertThat(result.tables().get(0).objects()).isEqualTo(40);

    lake.proxy().clear();
    IngestResult next = lake.run();
    assertThat(next.refused()).isEmpty();
    assertThat(lake.rows()).hasSize(80).doesNotHaveDuplicates();
  }

  /** So many that a task reads several, of both windows too. */
  private static Map<String, List<Event>> streams(int second) {
    Map<String, List<Event>> streams = new java.util.TreeMap<>();
    for (int stream = 0; stream < 40; stream++) {
      streams.put("s" + stream, events(second + stream, 1));
    }
    return streams;
  }

  @Test
  void partThatCameInByItselfIsNotReadAgain() throws Exception {
    Landed landed = lake.land(0, 1, Map.of("a", events(0, 3), "b", events(10, 2)));
    lake.run(asked -> asked.onlyPart(landed.parts().get("a")));
    assertThat(lake.rows()).containsExactly("a 0", "a 1", "a 2");

    lake.run();
    assertThat(lake.rows()).containsExactly("a 0", "a 1", "a 2", "b 10", "b 11");
  }

  @Test
  void overlappingWindowIsRefusedBesideAndAfterTheOtherOne() throws Exception {
    lake.land(0, 2, Map.of("a", events(0, 3)));
    lake.land(1, 3, Map.of("a", events(3600, 3)));
    IngestResult result = lake.run();
    assertThat(result.refused()).extracting(RefusedObject::kind).containsExactly(Kind.OVERLAPPING);
    assertThat(lake.rows()).hasSize(3);

    Landed third = lake.land(4, 5, Map.of("a", events(4 * 3600, 1)));
    IngestResult next = lake.run();
    assertThat(next.refused()).extracting(RefusedObject::kind).containsExactly(Kind.OVERLAPPING);
    assertThat(next.refused().get(0).reason()).contains("/shop/orders").contains("of batch");
    assertThat(ingested(next))
        .singleElement()
        .satisfies(row -> assertThat(row.window()).isEqualTo(third.marker().window()));
  }

  @Test
  void missingReceiptsAreMadeUpFor() throws Exception {
    lake.land(0, 1, Map.of("a", events(0, 3)));
    IngestResult result = lake.run();
    List<WindowReceipt> receipts = lake.allReceipts();
    lake.loseReceipts();

    lake.run();
    assertThat(lake.allReceipts())
        .singleElement()
        .usingRecursiveComparison()
        .ignoringFields("ingestedAt")
        .isEqualTo(receipts.get(0));
    assertThat(lake.allReceipts().get(0).batch()).isEqualTo(result.batches().get(0));
  }

  @Test
  void reopenedWindowsComeInAgain() throws Exception {
    lake.land(0, 1, Map.of("a", events(0, 3)));
    IngestResult result = lake.run();
    lake.dropTable();
    assertThat(lake.run().found().lost()).hasSize(1);
    lake.ledger().reopen(new io.firn.BatchId(result.batches().get(0)), WindowLake.TABLE, "test");

    lake.run();
    assertThat(lake.rows()).containsExactly("a 0", "a 1", "a 2");
  }

  @Test
  void groupWithoutARouteIsToldOnce() throws Exception {
    LogGroup unrouted = new LogGroup("/unrouted");
    lake.land(unrouted, Lane.STEADY, 0, 1, Map.of("a", events(0, 1)));
    lake.land(unrouted, Lane.STEADY, 1, 2, Map.of("a", events(3600, 1)));
    lake.land(0, 1, Map.of("a", events(0, 2)));
    IngestResult result = lake.run();
    assertThat(result.found().failures())
        .singleElement()
        .satisfies(failure -> assertThat(failure.input()).isEqualTo("/unrouted"));
    assertThat(lake.rows()).hasSize(2);
  }

  @Test
  void markersOfLaterVersionsHoldUpNothingElse() throws Exception {
    lake.put("exports/windows/2026/01/01/x.json", "{\"version\":2}".getBytes(UTF_8));
    lake.land(0, 1, Map.of("a", events(0, 2)));
    IngestResult result = lake.run();
    assertThat(result.found().failures()).hasSize(1);
    assertThat(lake.rows()).hasSize(2);
  }

  @Test
  void manualExportsComeInWhenTheirTasksAreOver() throws Exception {
    String folder = "exportedlogs/0f8fad5b-d9cb-469f-a165-";
    lake.object(folder + "00000000000a/s/000000.gz", events(1, 1));
    lake.object(folder + "00000000000b/s/000000.gz", events(2, 1));
    lake.object(folder + "00000000000c/s/000000.gz", events(3, 1));
    lake.object(folder + "00000000000d/s/000000.gz", events(4, 1));
    Map<String, State> known =
        Map.of("a", State.COMPLETED, "b", State.AT_WORK, "c", State.FAILED, "d", State.UNKNOWN);
    TaskStates tasks = (source, task) -> known.get(task.substring(task.length() - 1));

    IngestResult result =
        lake.run(asked -> asked.manual("exportedlogs", Duration.ofHours(1), tasks));
    assertThat(lake.rows()).containsExactly("s 1");
    assertThat(result.found().left()).isEqualTo(3);
    assertThat(result.found().problems())
        .singleElement()
        .satisfies(
            problem -> assertThat(problem).contains("00000000000c").contains("not complete"));

    lake.run(asked -> asked.manual("exportedlogs", Duration.ofMillis(1), tasks));
    assertThat(lake.rows()).containsExactly("s 1", "s 4");
    lake.run(asked -> asked.manual("exportedlogs", Duration.ZERO, tasks));
    assertThat(lake.rows()).containsExactly("s 1", "s 2", "s 3", "s 4");
  }

  private static List<Event> events(int from, int count) {
    return new ArrayList<>(IntStream.range(from, from + count).mapToObj(Event::of).toList());
  }
}
