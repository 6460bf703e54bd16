package io.firn.maintain;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.TableName;
import io.firn.maintain.TableFacts.History;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A table's plan from its facts: layout, retention, manifests, history, budgets. */
final class MaintenancePlannerTest {
  private static final TableName TABLE = TableName.parse("logs.orders");
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final long MIB = 1 << 20;
  private static final MaintenanceRules RULES =
      new MaintenanceRules(NOW, Duration.ofHours(3), Duration.ofDays(5));
  private static final Set<String> COLUMNS =
      Set.of("log_time", "log_group", "log_stream", "request_id", "detail", "detail.code");

  private final Map<String, String> properties = new HashMap<>();
  private final List<SliceFacts> slices = new ArrayList<>();
  private List<String> order = List.of("log_group", "log_time");
  private History history = new History(1, 1000, 1, 0, 0);

  MaintenancePlannerTest() {
    properties.put("write.target-file-size-bytes", String.valueOf(256 * MIB));
    properties.put("write.metadata.delete-after-commit.enabled", "true");
    properties.put("write.metadata.previous-versions-max", "50");
    properties.put("write.metadata.metrics.column.log_group", "full");
    properties.put("write.metadata.metrics.column.log_time", "full");
  }

  private TablePlan plan(TableLayout layout) {
    return new MaintenancePlanner(RULES)
        .plan(
            new TableFacts(
                TABLE, properties, COLUMNS, order, slices, true, OptionalDouble.empty(), history),
            layout);
  }

  private static TableLayout layout(@Nullable List<String> bloom, @Nullable Duration retain) {
    return new TableLayout(
        List.of("log_group", "log_time"), bloom, List.of(), retain, 256 * MIB, Map.of());
  }

  private void addDay(String day, int count, @Nullable Instant last) {
    List<FileFacts> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      files.add(new FileFacts(MIB, i, false, false));
    }
    slices.add(new SliceFacts(Slicing.ByDay.day(LocalDate.parse(day)), files, count, last));
  }

  @Test
  void aTableInOrderIsLeft() {
    addDay("2026-11-19", 1, null);
    TablePlan plan = plan(layout(null, Duration.ofDays(15)));
    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.left())
        .containsExactly(
            Map.entry("2026-11-19", "it is in order: 1 file, 1.0 MB where 1 would do"));
  }

  @Test
  void bloomFiltersComeAndGo() {
    properties.put("write.parquet.bloom-filter-enabled.column.log_batch", "true");
    TablePlan plan = plan(layout(List.of("log_stream", "request_id", "not_there_yet"), null));
    assertThat(plan.layout().orElseThrow().changes())
        .containsExactly(
            "write.metadata.metrics.column.log_stream = full",
            "write.metadata.metrics.column.request_id = full",
            "write.parquet.bloom-filter-enabled.column.log_stream = true",
            "write.parquet.bloom-filter-enabled.column.request_id = true",
            "write.parquet.bloom-filter-max-bytes = 262144",
            "no write.parquet.bloom-filter-enabled.column.log_batch");

    properties.putAll(plan.layout().orElseThrow().set());
    properties.remove("write.parquet.bloom-filter-enabled.column.log_batch");
    properties.put("write.metadata.metrics.column.log_stream", "counts");
    assertThat(plan(layout(List.of("log_stream", "request_id"), null)).isEmpty()).isTrue();
    assertThat(plan(layout(null, null)).isEmpty()).isTrue();
    assertThat(plan(layout(List.of(), null)).layout().orElseThrow().remove()).hasSize(2);
  }

  @Test
  void theOrderIsThatOfTheColumnsThatAreThere() {
    TableLayout other =
        new TableLayout(
            List.of("detail.code", "log_time", "gone", "log_group"),
            null,
            List.of(),
            null,
            256 * MIB,
            Map.of("write.parquet.row-group-size-bytes", "1"));
    assertThat(plan(other).layout().orElseThrow().changes())
        .containsExactly(
            "write.metadata.metrics.column.detail.code = full",
            "write.parquet.row-group-size-bytes = 1",
            "sorted by detail.code, log_time");
  }

  /** Whole days alone go: the day that is half too old stays. */
  @Test
  void daysThatAreTooOldGo() {
    addDay("2026-10-30", 7, null);
    addDay("2026-11-04", 3, null);
    addDay("2026-11-05", 2, null);
    slices.add(
        new SliceFacts(
            new Slice("no day", org.apache.iceberg.expressions.Expressions.alwaysTrue(), null),
            List.of(),
            0,
            null));
    TablePlan plan = plan(layout(null, Duration.ofDays(15)));
    TablePlan.Drop drop = plan.drop().orElseThrow();
    assertThat(drop.before()).isEqualTo("2026-11-05");
    assertThat(drop.size()).isEqualTo(new Size(10, 10 * MIB));
    assertThat(drop.rows()).isEqualTo(10);
    assertThat(drop.why()).isEqualTo("2 days before 2026-11-05, kept for 15d");
    assertThat(plan.rewrites()).extracting(one -> one.slice().name()).containsExactly("2026-11-05");
  }

  @Test
  void manyManifestsAreMerged() {
    history = new History(19, 19_000, 1, 0, 0);
    assertThat(plan(layout(null, null)).merge()).isEmpty();
    history = new History(20, 20_000, 1, 0, 0);
    assertThat(plan(layout(null, null)).merge().orElseThrow().why())
        .isEqualTo("20 manifests of 20.0 KB, 1 would do");
    history = new History(40, 40 * 8 * MIB, 1, 0, 0);
    assertThat(plan(layout(null, null)).merge()).isEmpty();
    properties.put("commit.manifest.target-size-bytes", String.valueOf(80 * MIB));
    assertThat(plan(layout(null, null)).merge().orElseThrow().after()).isEqualTo(4);
  }

  @Test
  void oldHistoryGoes() {
    history = new History(1, 1000, 9, 7, 2);
    assertThat(plan(layout(null, null)).expiry().orElseThrow().why())
        .isEqualTo("7 snapshots older than 5d, 2 schemas of no snapshot");
  }

  @Test
  void whatIsPartitionedOtherwiseIsLeft() {
    TableFacts facts =
        new TableFacts(
            TABLE, properties, COLUMNS, order, List.of(), false, OptionalDouble.empty(), history);
    assertThat(new MaintenancePlanner(RULES).plan(facts, layout(null, null)).left())
        .containsExactly(
            Map.entry(
                "all files", "the table is not partitioned as Firn does it, by day of log_time"));
  }

  @Test
  void theBudgetGoesToTheOldestDebt() {
    addDay("2026-11-17", 30, NOW.minus(Duration.ofHours(4)));
    addDay("2026-11-18", 20, NOW.minus(Duration.ofHours(5)));
    addDay("2026-11-16", 10, NOW.minus(Duration.ofHours(6)));
    addDay("2026-11-19", 40, null);
    List<Rewrite> rewrites = plan(layout(null, null)).rewrites();

    assertThat(made(60 * MIB, rewrites)).containsExactly("2026-11-19", "2026-11-16");
    assertThat(made(70 * MIB, rewrites)).containsExactly("2026-11-19", "2026-11-16", "2026-11-18");
    assertThat(made(1, rewrites)).containsExactly("2026-11-19");
    assertThat(made(100 * MIB, rewrites)).hasSize(4);
    assertThat(new Budget(1, Duration.ZERO).share(rewrites).postponed()).hasSize(3);
  }

  private static List<String> made(long bytes, List<Rewrite> rewrites) {
    return new Budget(bytes, Duration.ZERO)
        .share(rewrites).made().stream().map(one -> one.slice().name()).toList();
  }
}
