package io.firn.export;

import io.firn.LogGroup;
import io.firn.landing.LandingLayout;
import io.firn.landing.LandingZone;
import io.firn.landing.WindowMarker;
import io.firn.landing.WindowMarkers;
import io.firn.sandbox.AccountRegion;
import io.firn.sandbox.CloudLogs;
import io.firn.sandbox.GroupClass;
import io.firn.sandbox.InputEvent;
import io.firn.sandbox.MemoryExports;
import io.firn.sandbox.RegionalLogs;
import io.firn.sandbox.SandboxSettings;
import io.firn.sandbox.TestClock;
import io.firn.state.FakeStateStore;
import io.firn.state.StateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** CloudWatch Logs, a bucket and a state store in memory, and drivers that work on them. */
final class ExportWorld {
  static final Instant START = Instant.parse("2026-11-02T00:00:00Z");
  static final String BUCKET = "landing";

  private static final io.firn.AccountRegion PLACE =
      new io.firn.AccountRegion("123456789012", "eu-central-1");

  final TestClock clock = TestClock.standingAt(START);
  final MemoryExports exports = new MemoryExports();
  final MemoryLanding landing = new MemoryLanding(exports);
  final FakeStateStore state = new FakeStateStore();
  final LandingLayout layout;
  final CloudLogs model;
  final RegionalLogs logs;
  private final ExportPolicy policy;
  private final SplittableRandom random;

  /** What was put, by group. */
  private final Map<String, List<InputEvent>> put = new TreeMap<>();

  ExportWorld(SandboxSettings settings, ExportPolicy policy) {
    this(settings, policy, BUCKET);
  }

  /**
   * With another landing zone.
   *
   * @param bucket only {@link #BUCKET} is there
   */
  ExportWorld(SandboxSettings settings, ExportPolicy policy, String bucket) {
    this.layout = new LandingLayout(bucket, "exports");
    this.policy = policy;
    this.model = new CloudLogs(clock, settings, exports);
    this.logs = model.in(new AccountRegion(PLACE.account(), PLACE.region()));
    this.random = new SplittableRandom(settings.seed());
    exports.createBucket(BUCKET);
    landing.locate(BUCKET, PLACE.region());
  }

  void createGroup(String group) {
    logs.ensureLogGroup(group);
    put.put(group, new ArrayList<>());
  }

  void createGroup(String group, GroupClass logClass) {
    logs.createLogGroup(group, logClass);
  }

  /** Puts events, as if each was put at its own time. */
  void put(String group, List<InputEvent> events) {
    List<InputEvent> sorted = new ArrayList<>(events);
    sorted.sort((a, b) -> Long.compare(a.timestamp(), b.timestamp()));
    logs.putPastEvents(group, "app/" + group.hashCode() % 3, sorted);
    put.computeIfAbsent(group, first -> new ArrayList<>()).addAll(sorted);
  }

  /** Puts some events of a span of time up to now. */
  void putSome(String group, int count, Duration span) {
    List<InputEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long time = clock.millis() - random.nextLong(span.toMillis());
      events.add(new InputEvent(time, "m" + random.nextInt(1000)));
    }
    put(group, events);
  }

  List<InputEvent> events(String group) {
    return put.getOrDefault(group, List.of());
  }

  List<String> groups() {
    return List.copyOf(put.keySet());
  }

  /** A driver whose pauses put the clock forward. */
  ExportDriver driver() {
    return driver(Hook.NONE, clock::advance);
  }

  /** A driver that sees another CloudWatch Logs. */
  ExportDriver driver(CloudWatchLogs other) {
    return driver(other, landing, state, clock::advance);
  }

  ExportDriver driver(Hook hook, Pause pause) {
    HookedWorld world = HookedWorld.of(new SandboxLogs(logs), landing, state, hook);
    return driver(world.logs(), world.landing(), world.state(), pause);
  }

  private ExportDriver driver(
      CloudWatchLogs logs, LandingZone landing, StateStore state, Pause pause) {
    return new ExportDriver(
        PLACE,
        layout,
        policy,
        new ExportDriver.Tools(logs, landing, state, clock, pause, random.split()));
  }

  /** Rebuilds state; its pauses put the clock forward. */
  StateRebuild rebuild() {
    return new StateRebuild(PLACE, layout, policy, tools());
  }

  HistoryRequest history() {
    return new HistoryRequest(PLACE, layout, policy, tools());
  }

  ExportPreview preview() {
    return new ExportPreview(PLACE, layout, policy, tools());
  }

  ExportStatus status() {
    return status(policy);
  }

  ExportStatus status(ExportPolicy policy) {
    return new StatusLook(PLACE, layout, policy, landing, state, clock).look();
  }

  BackfillForecast forecast() {
    return new BackfillForecast(PLACE, layout, policy, tools());
  }

  /** As if tasks had been so long. */
  void pace(Pace pace) {
    driver().tick(Duration.ZERO);
    driverState().update(index -> index.with(pace, index.spent()));
  }

  private ExportDriver.Tools tools() {
    return new ExportDriver.Tools(
        new SandboxLogs(logs), landing, state, clock, clock::advance, random.split());
  }

  /** All of the state is gone, receipts too. */
  void loseState() {
    state.list("").forEach(state::delete);
  }

  DriverState driverState() {
    return new DriverState(state, PLACE);
  }

  Slot slot() {
    return driverState().slot().value();
  }

  SlotIndex index() {
    return driverState().index().value();
  }

  GroupState state(String group) {
    return index().groups().get(new LogGroup(group));
  }

  List<WindowMarker> markers() {
    WindowMarkers markers = new WindowMarkers(landing, layout);
    return markers.keys(layout.markers()).stream()
        .map(key -> markers.read(key).orElseThrow())
        .toList();
  }

  List<WindowMarker> markers(String group) {
    return markers().stream().filter(marker -> marker.group().name().equals(group)).toList();
  }
}
