package io.firn.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.AccountRegion;
import io.firn.BatchId;
import io.firn.ExportWindow;
import io.firn.LogGroup;
import io.firn.ObjectIdentity;
import io.firn.TableName;
import io.firn.export.ExportStatus;
import io.firn.export.Gap;
import io.firn.export.GroupProblem;
import io.firn.export.GroupStatus;
import io.firn.export.Refusal;
import io.firn.export.Slot;
import io.firn.export.SlotLoad;
import io.firn.landing.ExportedTask;
import io.firn.landing.LandedPart;
import io.firn.landing.LandingLayout;
import io.firn.landing.Lane;
import io.firn.landing.WindowMarker;
import io.firn.landing.WindowMarkers;
import io.firn.ledger.IngestedWindow;
import io.firn.ledger.LogSource;
import io.firn.testing.MemoryZone;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a status says, in which order, and which windows wait. */
final class StatusReportTest {
  private static final AccountRegion PLACE = new AccountRegion("123456789012", "eu-central-1");
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final Slot FREE = new Slot(null, null, null, null, null);
  private static final LogGroup ORDERS = new LogGroup("/shop/orders");

  private final MemoryZone zone = new MemoryZone();
  private final LandingLayout layout = new LandingLayout("landing", "exports");
  private final WindowMarkers markers = new WindowMarkers(zone, layout);
  private int tasks;

  private static GroupStatus group(String name, Duration lag) {
    return group(name, lag, List.of(), null);
  }

  private static GroupStatus group(
      String name, Duration lag, List<Gap> gaps, @Nullable GroupProblem problem) {
    return new GroupStatus(
        new LogGroup(name), NOON.minus(lag), lag, List.of(), gaps, problem, null, NOON, null);
  }

  private static ExportStatus source(GroupStatus... groups) {
    return new ExportStatus(
        PLACE,
        FREE,
        new SlotLoad(0.5, Duration.ofHours(6)),
        Duration.ofMinutes(2),
        null,
        NOON,
        List.of(groups),
        null);
  }

  private static Gap gap() {
    return new Gap(
        1,
        NOON.minus(Duration.ofDays(9)),
        NOON.minus(Duration.ofDays(8)).minusMillis(1),
        Gap.Reason.EXPIRED,
        NOON);
  }

  private static StatusReport report(ExportStatus... sources) {
    return new StatusReport(List.of(sources), Optional.empty(), group -> true);
  }

  private static List<String> lines(StatusReport report) {
    StringWriter out = new StringWriter();
    report.print(new PrintWriter(out, true));
    return out.toString().lines().toList();
  }

  private static JsonNode json(StatusReport report) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    new StatusJson(report).addTo(root);
    return root.get("sources");
  }

  @Test
  void theWorstGroupsComeFirst() {
    GroupProblem problem =
        new GroupProblem(Refusal.Kind.NO_BUCKET, "Cannot export /c: create it", NOON, NOON, 3);
    StatusReport report =
        report(
            source(
                group("/a", Duration.ofHours(13)),
                group("/b", Duration.ofDays(2)),
                group("/c", Duration.ofHours(14), List.of(), problem),
                group("/d", Duration.ofHours(13), List.of(gap()), null)));
    assertThat(report.hasGaps()).isTrue();
    assertThat(lines(report))
        .containsExactly(
            "123456789012 eu-central-1: the export slot is free",
            "123456789012 eu-central-1: new events of 4 log groups need 50 % of the slot, in"
                + " windows of 6h or more, with tasks of 2m",
            "log group | exported up to   | lag | lost | windows waiting | ingested up to |"
                + " next recheck     | trouble",
            "----------+------------------+-----+------+-----------------+----------------+"
                + "------------------+----------",
            "/d        | 2026-11-19 23:00 | 13h | 1d   | ?               | ?              |"
                + " 2026-11-20 12:00 | -",
            "/c        | 2026-11-19 22:00 | 14h | -    | ?               | ?              |"
                + " 2026-11-20 12:00 | no bucket",
            "/b        | 2026-11-18 12:00 | 2d  | -    | ?               | ?              |"
                + " 2026-11-20 12:00 | -",
            "/a        | 2026-11-19 23:00 | 13h | -    | ?               | ?              |"
                + " 2026-11-20 12:00 | -",
            "(4 rows)",
            "Lost events of /d from 2026-11-11T12:00:00Z to 2026-11-12T11:59:59.999Z: expired",
            "Cannot export /c: create it (since 2026-11-20T12:00:00Z, tried again at"
                + " 2026-11-20T12:00:00Z)");
    assertThat(json(report).findValuesAsText("log_group")).containsExactly("/d", "/c", "/b", "/a");
    assertThat(json(report).get(0).get("log_groups").get(1).get("problem").toString())
        .isEqualTo(
            "{\"kind\":\"no_bucket\",\"message\":\"Cannot export /c: create it\","
                + "\"since\":\"2026-11-20T12:00:00Z\",\"until\":\"2026-11-20T12:00:00Z\","
                + "\"count\":3}");
  }

  @Test
  void aGroupOfAnotherClassIsNamedWithWhatToDo() {
    Refusal refusal =
        new Refusal(Refusal.Kind.NOT_EXPORTABLE, "Cannot export /ia: it is of another class");
    GroupStatus group =
        new GroupStatus(
            new LogGroup("/ia"),
            null,
            Duration.ofDays(3),
            List.of(),
            List.of(),
            null,
            null,
            null,
            refusal);
    StatusReport report = report(source(group, group("/a", Duration.ofHours(13))));
    assertThat(lines(report))
        .contains(
            "123456789012 eu-central-1: new events of 1 log groups need 50 % of the slot, in"
                + " windows of 6h or more, with tasks of 2m",
            "/ia       | -                | -   | -    | ?               | ?              | -"
                + "                | not exportable",
            "Cannot export /ia: it is of another class");
    assertThat(json(report).findValuesAsText("not_exportable"))
        .containsExactly("Cannot export /ia: it is of another class");
  }

  @Test
  void gapsOfGroupsThatAreNotAskedForDoNotCount() {
    List<ExportStatus> sources =
        List.of(source(group("/d", Duration.ofHours(13), List.of(gap()), null)));
    StatusReport report = new StatusReport(sources, Optional.empty(), group -> false);
    assertThat(report.hasGaps()).isFalse();
    assertThat(lines(report)).hasSize(2);
  }

  @Test
  void whoeverHasTheSlotIsNamed() {
    ExportStatus taken =
        new ExportStatus(
            PLACE,
            new Slot(null, null, null, NOON, "task backup of /x"),
            new SlotLoad(1.5, Duration.ofDays(30)),
            Duration.ofHours(1),
            NOON,
            NOON,
            List.of(),
            null);
    assertThat(lines(report(taken)))
        .containsExactly(
            "123456789012 eu-central-1: the export slot is taken by task backup of /x since"
                + " 2026-11-20T12:00:00Z",
            "123456789012 eu-central-1: stopped until 2026-11-20T12:00:00Z, as group after group"
                + " was refused",
            "123456789012 eu-central-1: new events of 0 log groups need 150 % of the slot, in"
                + " windows of 30d or more, with tasks of 1h: it does not suffice (exclude"
                + " log groups, or shorten recheck-after)");
    JsonNode json = json(report(taken)).get(0);
    assertThat(json.get("slot").get("holder").textValue()).isEqualTo("task backup of /x");
    assertThat(json.get("slot_suffices").booleanValue()).isFalse();
    assertThat(json.get("slot_share").doubleValue()).isEqualTo(1.5);
  }

  private void land(Lane lane, int hoursAgo) {
    String id = "task-" + ++tasks;
    Instant from = NOON.minus(Duration.ofHours(hoursAgo));
    markers.write(
        new WindowMarker(
            PLACE,
            ORDERS,
            new ExportWindow(1, from, from.plus(Duration.ofHours(1)), lane.purpose()),
            lane,
            new ExportedTask(id, id, NOON, NOON),
            "landing",
            "exports/x",
            List.of(new LandedPart("exports/x/" + id, 1, "e"))));
  }

  private StatusReport report(Function<Collection<ObjectIdentity>, List<IngestedWindow>> ledger) {
    return new StatusReport(
        List.of(source(group(ORDERS.name(), Duration.ofHours(13)))),
        Optional.of(WaitingWindows.of(List.of(markers), ledger)),
        group -> true);
  }

  private static List<IngestedWindow> ingested(Collection<ObjectIdentity> some) {
    return some.stream()
        .map(
            marker ->
                new IngestedWindow(
                    marker,
                    TableName.parse("logs.orders"),
                    BatchId.of(NOON, 1),
                    new ExportWindow(1, NOON, NOON, ExportWindow.Purpose.EXPORT),
                    new LogSource(ORDERS, PLACE.account(), PLACE.region()),
                    NOON))
        .toList();
  }

  @Test
  void windowsThatNoTableHasWait() {
    land(Lane.STEADY, 16);
    land(Lane.STEADY, 15);
    land(Lane.STEADY, 14);
    land(Lane.recheck(Duration.ofHours(36)), 40);

    StatusReport none = report(all -> List.of());
    assertThat(none.waiting(none.rows().get(0))).contains(4);
    assertThat(none.ingestedUpTo(none.rows().get(0))).contains(NOON.minus(Duration.ofHours(16)));

    StatusReport first =
        report(all -> ingested(all.stream().filter(m -> m.key().contains("task-1")).toList()));
    assertThat(first.waiting(first.rows().get(0))).contains(3);
    assertThat(first.ingestedUpTo(first.rows().get(0))).contains(NOON.minus(Duration.ofHours(15)));

    StatusReport all = report(StatusReportTest::ingested);
    assertThat(all.waiting(all.rows().get(0))).contains(0);
    assertThat(all.ingestedUpTo(all.rows().get(0))).contains(NOON.minus(Duration.ofHours(13)));
  }

  @Test
  void aMarkerThatCannotBeReadIsNamed() {
    land(Lane.STEADY, 16);
    String key = layout.marker(NOON, "task-2", false);
    zone.create("landing", key, "{}".getBytes(UTF_8));
    WaitingWindows waiting = WaitingWindows.of(List.of(markers), all -> List.of());
    assertThat(waiting.of(PLACE, ORDERS)).hasSize(1);
    assertThat(waiting.unreadable()).containsExactly("s3://landing/" + key);
  }
}
