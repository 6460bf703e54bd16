package io.firn.landing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.DateTemplate;
import io.firn.state.StateStore;
import io.firn.state.Stored;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Marks in a state store: <code>listings/{hash of path and table}.json</code>. One that cannot be
 * understood, or is of another version, is as good as none.
 */
public final class StoredListingMarks implements ListingMarks {
  private static final int VERSION = 1;
  private static final int HASH_BYTES = 16;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final StateStore store;

  public StoredListingMarks(StateStore store) {
    this.store = store;
  }

  @Override
  public Optional<ListingMark> read(DateTemplate input, String table) {
    return store.read(key(input, table)).flatMap(stored -> mark(stored, input, table));
  }

  @Override
  public void write(DateTemplate input, String table, ListingMark mark) {
    String key = key(input, table);
    byte[] json = json(input, table, mark);
    Optional<Stored> known = store.read(key);
    if (known.isEmpty()) {
      store.create(key, json);
    } else {
      store.replace(key, known.get().version(), json);
    }
  }

  static String key(DateTemplate input, String table) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest((input + "\n" + table).getBytes(UTF_8));
      return "listings/" + HexFormat.of().formatHex(hash, 0, HASH_BYTES) + ".json";
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every JVM has SHA-256", e);
    }
  }

  private static byte[] json(DateTemplate input, String table, ListingMark mark) {
    ObjectNode root =
        JSON.createObjectNode()
            .put("version", VERSION)
            .put("path", input.text())
            .put("table", table)
            .put("from", mark.from().toString())
            .put("ledger", mark.ledger())
            .put("before", mark.before().toString());
    ArrayNode open = root.putArray("open");
    mark.open().forEach(folder -> open.add(folder.toString()));
    return root.toString().getBytes(UTF_8);
  }

  private static Optional<ListingMark> mark(Stored stored, DateTemplate input, String table) {
    try {
      JsonNode root = JSON.readTree(stored.content());
      if (root.path("version").intValue() != VERSION
          || !input.text().equals(root.path("path").textValue())
          || !table.equals(root.path("table").textValue())) {
        return Optional.empty();
      }
      List<Instant> open = new ArrayList<>();
      root.path("open").forEach(folder -> open.add(Instant.parse(folder.asText())));
      return Optional.of(
          new ListingMark(
              LocalDate.parse(root.path("from").asText()),
              root.path("ledger").asText(),
              Instant.parse(root.path("before").asText()),
              open));
    } catch (IOException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
