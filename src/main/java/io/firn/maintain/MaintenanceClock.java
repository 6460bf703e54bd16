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
 * {@code {"version":1,"begun_at":"..."}}. Where it is lost or cannot be read, maintenance is due.
 */
public final class MaintenanceClock {
  private static final String KEY = "maintenance.json";
  private static final int VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final StateStore store;

  public MaintenanceClock(StateStore store) {
    this.store = store;
  }

  /** Whether it was begun so long ago, or never. */
  public boolean isDue(Instant now, Duration every) {
    return begun().map(last -> !last.plus(every).isAfter(now)).orElse(true);
  }

  private Optional<Instant> begun() {
    return store.read(KEY).flatMap(MaintenanceClock::begun);
  }

  private static Optional<Instant> begun(Stored stored) {
    try {
      JsonNode node = JSON.readTree(stored.content());
      return Optional.of(Instant.parse(node.path("begun_at").asText()));
    } catch (IOException | DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Notes that it begins now; of two that do so at once, one is noted. */
  public void begin(Instant now) {
    byte[] content =
        JSON.createObjectNode()
            .put("version", VERSION)
            .put("begun_at", now.toString())
            .toString()
            .getBytes(UTF_8);
    Optional<Stored> before = store.read(KEY);
    if (before.isPresent()) {
      store.replace(KEY, before.get().version(), content);
    } else {
      store.create(KEY, content);
    }
  }
}
