package io.firn.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.ExportWindow;
import io.firn.ExportWindow.Purpose;
import io.firn.LogGroup;
import io.firn.landing.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The forms on disk, letter by letter: they stay as they are. */
final class StateJsonTest {
  private static final String SLOT =
      "{'version':1,'intent':{'log_group':'/a/b','generation':1793577600000,"
          + "'from':'2026-11-14T00:00:00Z','to':'2026-11-14T23:59:59.999Z',"
          + "'lane':'recheck:PT36H','bytes':12,'attempt':'20261116T000000.000Z',"
          + "'task_name':'firn-20261116T000000.000Z-recheck-PT36H','bucket':'landing',"
          + "'prefix':'x/y','at':'2026-11-16T00:00:00Z'},'task_id':'t-1',"
          + "'missing_since':'2026-11-16T00:01:00Z','taken_since':'2026-11-15T00:00:00Z',"
          + "'holder':'somebody'}";

  private static final String INDEX =
      "{'version':1,'listed_at':'2026-11-16T00:00:00Z','task_ms':300000,'bytes_per_second':1.5,"
          + "'steady_ms':1000,'catch_up_ms':2000,'refused':['/c'],"
          + "'stopped_until':'2026-11-16T01:00:00Z','groups':{'/a/b':{'generation':1793577600000,"
          + "'class':'STANDARD','bytes_per_day':12.5,'retention':'PT72H',"
          + "'since':'2026-11-01T00:00:00Z','asked':[{'from':'2026-10-01T00:00:00Z',"
          + "'to':'2026-10-02T00:00:00Z'}],'watermark':'2026-11-14T00:00:00Z',"
          + "'history':[{'from':'2026-11-01T00:00:00Z','to':'2026-11-02T00:00:00Z'}],"
          + "'starts':['2026-11-13T00:00:00Z'],'rechecked':{'PT36H':'2026-11-13T00:00:00Z'},"
          + "'gaps':[{'generation':1793577600000,'from':'2026-11-03T00:00:00Z',"
          + "'to':'2026-11-03T23:59:59.999Z','reason':'expired',"
          + "'noticed':'2026-11-15T00:00:00Z'}],'longest':'PT7H',"
          + "'missing_since':'2026-11-15T12:00:00Z','problem':{'kind':'task_failed',"
          + "'message':'Cannot','since':'2026-11-15T00:00:00Z','until':'2026-11-16T00:00:00Z',"
          + "'count':2}}}}";

  private static Instant at(String time) {
    return Instant.parse("2026-11-" + time + "Z");
  }

  private static Slot slot() {
    ExportWindow window =
        new ExportWindow(1793577600000L, at("14T00:00:00"), at("14T23:59:59.999"), Purpose.RECHECK);
    Intent intent =
        new Intent(
            new LogGroup("/a/b"),
            window,
            Lane.recheck(Duration.ofHours(36)),
            12,
            "20261116T000000.000Z",
            "landing",
            "x/y",
            at("16T00:00:00"));
    return new Slot(intent, "t-1", at("16T00:01:00"), at("15T00:00:00"), "somebody");
  }

  private static SlotIndex index() {
    GroupProgress progress =
        new GroupProgress(
            at("01T00:00:00"),
            List.of(
                new Span(
                    Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-10-02T00:00:00Z"))),
            at("14T00:00:00"),
            List.of(new Span(at("01T00:00:00"), at("02T00:00:00"))),
            List.of(at("13T00:00:00")),
            Map.of(Duration.ofHours(36), at("13T00:00:00")),
            List.of(
                new Gap(
                    1793577600000L,
                    at("03T00:00:00"),
                    at("03T23:59:59.999"),
                    Gap.Reason.EXPIRED,
                    at("15T00:00:00"))));
    GroupState group =
        new GroupState(
            new GroupFacts(1793577600000L, "STANDARD", Duration.ofDays(3), 12.5),
            progress,
            Duration.ofHours(7),
            new GroupProblem(
                Refusal.Kind.TASK_FAILED, "Cannot", at("15T00:00:00"), at("16T00:00:00"), 2),
            at("15T12:00:00"));
    return new SlotIndex(
        at("16T00:00:00"),
        new Pace(Duration.ofMinutes(5), 1.5),
        new Spent(Duration.ofSeconds(1), Duration.ofSeconds(2)),
        new Breaker(List.of(new LogGroup("/c")), at("16T01:00:00")),
        Map.of(new LogGroup("/a/b"), group));
  }

  private static String text(byte[] json) {
    return new String(json, UTF_8).replace('"', '\'');
  }

  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(UTF_8);
  }

  @Test
  void theSlot() {
    assertThat(text(SlotJson.write(slot()))).isEqualTo(SLOT);
    assertThat(SlotJson.read("k", bytes(SLOT))).isEqualTo(slot());
    assertThat(text(SlotJson.write(Slot.FREE))).isEqualTo("{'version':1}");
    assertThat(SlotJson.read("k", bytes("{'version':1,'intent':null}"))).isEqualTo(Slot.FREE);
  }

  @Test
  void theIndex() {
    assertThat(text(IndexJson.write(index()))).isEqualTo(INDEX);
    assertThat(IndexJson.read("k", bytes(INDEX))).isEqualTo(index());
    assertThat(IndexJson.read("k", IndexJson.write(SlotIndex.EMPTY))).isEqualTo(SlotIndex.EMPTY);
  }

  @Test
  void aFieldThatIsNotKnownIsIgnored() {
    String more = SLOT.replace("'bytes':12", "'bytes':12,'more':{'x':[1]}");
    assertThat(SlotJson.read("k", bytes(more))).isEqualTo(slot());
  }

  @Test
  void aLaterFormIsNotTouched() {
    assertThatThrownBy(
            () -> IndexJson.read("k", bytes(INDEX.replace("'version':1", "'version':2"))))
        .hasMessage(
            "Cannot read state k: it is of version 2, which a later Firn wrote; run that one");
  }

  @Test
  void aDamagedObjectIsNotTakenForAnEmptyOne() {
    for (String damaged : List.of("", "{", "{}", "{'version':1}", INDEX.substring(0, 300))) {
      assertThatThrownBy(() -> IndexJson.read("k", bytes(damaged)))
          .isInstanceOf(StateFormException.class)
          .hasMessageStartingWith("Cannot read state k: it is damaged; bring an earlier version");
    }
  }
}
