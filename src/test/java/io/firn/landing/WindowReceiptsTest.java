package io.firn.landing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.AccountRegion;
import io.firn.ExportWindow;
import io.firn.ExportWindow.Purpose;
import io.firn.LogGroup;
import io.firn.state.FakeStateStore;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The form of receipts, letter by letter, and where they are. */
final class WindowReceiptsTest {
  private static final AccountRegion PLACE = new AccountRegion("123456789012", "eu-central-1");
  private static final String KEY = "receipts/123456789012-eu-central-1/2026/11/16/t.json";
  private static final String FIELDS =
      "'account':'123456789012','region':'eu-central-1','log_group':'/a',"
          + "'generation':5,'from':'2026-11-14T00:00:00Z','to':'2026-11-14T23:59:59.999Z',"
          + "'purpose':'export','lane':'steady','task':{'id':'t','name':'n',"
          + "'created_at':'2026-11-15T00:00:00Z','finished_at':'2026-11-16T00:00:00Z'},"
          + "'marker':'r/windows/2026/11/16/t.json','part_count':2,'bytes':3,"
          + "'batch':'20261116t055301123z-1f0c9a2b','ingested_at':'2026-11-16T05:53:01.123Z'";

  private final FakeStateStore store = new FakeStateStore();
  private final WindowReceipts receipts = new WindowReceipts(store);

  private static WindowReceipt receipt(AccountRegion place, String task, Lane lane) {
    WindowMarker marker =
        new WindowMarker(
            place,
            new LogGroup("/a"),
            new ExportWindow(
                5,
                Instant.parse("2026-11-14T00:00:00Z"),
                Instant.parse("2026-11-14T23:59:59.999Z"),
                lane.purpose()),
            lane,
            new ExportedTask(
                task,
                "n",
                Instant.parse("2026-11-15T00:00:00Z"),
                Instant.parse("2026-11-16T00:00:00Z")),
            "b",
            "p/q",
            List.of(
                new LandedPart("p/q/t/s/000000.gz", 1, "e0"),
                new LandedPart("p/q/t/s/000001.gz", 2, "e1")));
    return WindowReceipt.of(
        marker,
        "r/windows/2026/11/16/" + task + ".json",
        "20261116t055301123z-1f0c9a2b",
        Instant.parse("2026-11-16T05:53:01.123Z"));
  }

  private void store(String json) {
    store.delete(KEY);
    store.create(KEY, json.replace('\'', '"').getBytes(UTF_8));
  }

  @Test
  void aReceiptSaysWhatItsMarkerSaidAndWhoIngestedIt() {
    WindowReceipt receipt = receipt(PLACE, "t", Lane.STEADY);
    assertThat(receipts.write(receipt)).isEqualTo(KEY).isEqualTo(WindowReceipts.key(receipt));
    String json = new String(store.read(KEY).orElseThrow().content(), UTF_8);
    assertThat(json.replace('"', '\'')).isEqualTo("{'version':1," + FIELDS + "}");
    assertThat(receipts.read(KEY)).hasValue(receipt);
  }

  @Test
  void aReceiptIsWrittenOnce() {
    receipts.write(receipt(PLACE, "t", Lane.STEADY));
    receipts.write(receipt(PLACE, "t", Lane.HISTORY));
    assertThat(all(PLACE)).containsExactly(receipt(PLACE, "t", Lane.STEADY));
  }

  @Test
  void allReceiptsAreOfAnAccountAndRegionAndOfAnyLane() {
    AccountRegion other = new AccountRegion("123456789012", "eu-central-2");
    List<WindowReceipt> own =
        Stream.of(Lane.STEADY, Lane.HISTORY, Lane.recheck(Duration.ofDays(15)))
            .map(lane -> receipt(PLACE, "t" + lane.kind(), lane))
            .toList();
    own.forEach(receipts::write);
    receipts.write(receipt(other, "x", Lane.STEADY));
    assertThat(all(PLACE)).containsExactlyInAnyOrderElementsOf(own);
    assertThat(all(new AccountRegion("210987654321", "eu-central-1"))).isEmpty();
  }

  @Test
  void whatIsNoReceiptIsRefused() {
    assertThat(receipts.read(KEY)).isEmpty();
    store("{'version':1," + FIELDS + ",'more':1}");
    assertThat(receipts.read(KEY)).hasValue(receipt(PLACE, "t", Lane.STEADY));
    for (String other : List.of("", "{}", "[1]", "{'version':1}", "{'version':1," + FIELDS)) {
      store(other);
      assertThatThrownBy(() -> all(PLACE))
          .as(other)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageStartingWith("Cannot read receipt " + KEY + ": ");
    }
    store("{'version':2}");
    assertThatThrownBy(() -> all(PLACE))
        .hasMessage(
            "Cannot read receipt " + KEY + ": it is of version 2, which a later Firn wrote");
  }

  @Test
  void aLaneIsOfItsWindowsPurpose() {
    WindowReceipt receipt = receipt(PLACE, "t", Lane.STEADY);
    ExportWindow recheck = new ExportWindow(5, Instant.EPOCH, Instant.EPOCH, Purpose.RECHECK);
    assertThatThrownBy(
            () ->
                new WindowReceipt(
                    PLACE,
                    receipt.group(),
                    recheck,
                    Lane.STEADY,
                    receipt.task(),
                    "m",
                    0,
                    0,
                    "b",
                    Instant.EPOCH))
        .hasMessage("Invalid lane: steady (must be one of the window's purpose, RECHECK)");
  }

  private List<WindowReceipt> all(AccountRegion place) {
    return receipts.keys(place).stream().flatMap(key -> receipts.read(key).stream()).toList();
  }
}
