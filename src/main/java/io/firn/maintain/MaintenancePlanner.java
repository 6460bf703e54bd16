package io.firn.maintain;

import io.firn.Amounts;
import io.firn.maintain.SlicePlanner.Decision;
import io.firn.maintain.TablePlan.Drop;
import io.firn.maintain.TablePlan.Expiry;
import io.firn.maintain.TablePlan.Merge;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From what metadata says of a table to what is to be done with it, and why. */
final class MaintenancePlanner {
  /** Fewer manifests are never too many. */
  private static final int FEW_MANIFESTS = 20;

  private static final String MANIFEST_TARGET = "commit.manifest.target-size-bytes";
  private static final long USUAL_MANIFEST = 8L << 20;
  private static final String ROW_GROUP = "write.parquet.row-group-size-bytes";
  private static final long USUAL_ROW_GROUP = 128L << 20;

  private final MaintenanceRules rules;

  MaintenancePlanner(MaintenanceRules rules) {
    this.rules = rules;
  }

  TablePlan plan(TableFacts facts, TableLayout layout) {
    Optional<LocalDate> kept = firstKept(layout);
    List<SliceFacts> old = new ArrayList<>();
    List<Rewrite> rewrites = new ArrayList<>();
    Map<String, String> left = new HashMap<>();
    SlicePlanner slices = slices(facts, layout);
    Size size = Size.NOTHING;
    for (SliceFacts slice : facts.slices()) {
      size = size.plus(slice.size());
      LocalDate day = slice.slice().day();
      if (day != null && kept.filter(day::isBefore).isPresent()) {
        old.add(slice);
      } else {
        Decision decision = slices.decide(slice);
        decision
            .rewrite()
            .ifPresentOrElse(rewrites::add, () -> left.put(slice.slice().name(), decision.why()));
      }
    }
    if (!facts.sliced()) {
      left.put("all files", "the table is not partitioned as Firn does it, by day of log_time");
    }
    return new TablePlan(
        facts.name(),
        size,
        new LayoutPlanner(facts, layout).plan(),
        kept.flatMap(day -> drop(day, old, layout)),
        rewrites,
        merge(facts),
        expiry(facts.history()),
        left);
  }

  /** For one slice alone, such as one that was just written. */
  SlicePlanner slices(TableFacts facts, TableLayout layout) {
    Map<String, String> properties = facts.properties();
    long rowGroup =
        number(layout.properties().getOrDefault(ROW_GROUP, properties.get(ROW_GROUP)))
            .orElse(USUAL_ROW_GROUP);
    return new SlicePlanner(
        facts.name(), new TargetSize(layout.targetBytes()), rowGroup, facts.shrink(), rules);
  }

  private static Optional<Long> number(@Nullable String text) {
    return text == null ? Optional.empty() : Optional.of(Long.valueOf(text));
  }

  private Optional<LocalDate> firstKept(TableLayout layout) {
    return Optional.ofNullable(layout.retain())
        .map(retain -> LocalDate.ofInstant(rules.now().minus(retain), ZoneOffset.UTC));
  }

  private static Optional<Drop> drop(LocalDate kept, List<SliceFacts> old, TableLayout layout) {
    if (old.isEmpty() || layout.retain() == null) {
      return Optional.empty();
    }
    Size size = old.stream().map(SliceFacts::size).reduce(Size.NOTHING, Size::plus);
    long rows = old.stream().mapToLong(SliceFacts::rows).sum();
    return Optional.of(
        new Drop(
            kept,
            size,
            rows,
            "%s before %s, kept for %s"
                .formatted(Amounts.count(old.size(), "day"), kept, Amounts.time(layout.retain()))));
  }

  /** The manifests of a table are read by every query, one after the other they cost requests. */
  static Optional<Merge> merge(TableFacts facts) {
    int manifests = facts.history().manifests();
    long target = number(facts.properties().get(MANIFEST_TARGET)).orElse(USUAL_MANIFEST);
    int enough =
        Math.toIntExact(Math.max(1, (facts.history().manifestBytes() + target - 1) / target));
    return manifests < FEW_MANIFESTS || manifests < 2 * enough
        ? Optional.empty()
        : Optional.of(
            new Merge(
                manifests,
                enough,
                "%s manifests of %s, %s would do"
                    .formatted(manifests, Amounts.bytes(facts.history().manifestBytes()), enough)));
  }

  Optional<Expiry> expiry(TableFacts.History history) {
    return history.expirable() == 0 && history.unusedSchemas() == 0
        ? Optional.empty()
        : Optional.of(
            new Expiry(
                history.expirable(),
                history.unusedSchemas(),
                "%s older than %s, %s of no snapshot"
                    .formatted(
                        Amounts.count(history.expirable(), "snapshot"),
                        Amounts.time(rules.keepSnapshots()),
                        Amounts.count(history.unusedSchemas(), "schema"))));
  }
}
