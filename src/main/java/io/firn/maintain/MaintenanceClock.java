package io.firn.maintain;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.state.StateStore;
import io.firn.state.Stored;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When maintenance was last begun, as the object {@code maintenance.json} of the state store says:
 * {@code {"version":1,"begun_at":"..."}}. One that cannot be read is due.
 */
public final class MaintenanceClock {
  private static final String KEY = "maintenance.json";
  private static final int VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final StateStore store;

  public MaintenanceClock(StateStore store) {
    this.store = store;
  }

  /**
   * Whether it is this run's turn; then it is noted that it begins now. The time runs from when it
   * is first asked for. Of several runs that ask at once, one has its turn.
   */
  public boolean take(Instant now, Duration every) {
    Optional<Stored> before = store.read(KEY);
    if (before.isEmpty()) {
      return store.create(KEY, content(now)).isPresent() && every.isZero();
    }
    Optional<Instant> due = before.flatMap(MaintenanceClock::begun).map(last -> last.plus(every));
    return due.filter(now::isBefore).isEmpty()
        && store.replace(KEY, before.get().version(), content(now)).isPresent();
  }

  private static Optional<Instant> begun(Stored stored) {
    try {
      JsonNode node = JSON.readTree(stored.content());
      return Optional.of(Instant.parse(node.path("begun_at").asText()));
    } catch (IOException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static byte[] content(Instant now) {
    return JSON.createObjectNode()
        .put("version", VERSION)
        .put("begun_at", now.toString())
        .toString()
        .getBytes(UTF_8);
  }
}
