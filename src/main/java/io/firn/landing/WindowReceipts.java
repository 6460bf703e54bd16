package io.firn.landing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.AccountRegion;
import io.firn.state.StateStore;
import io.firn.state.Stored;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The receipts of a state store (docs/export.md). Unknown fields are ignored; a higher version is
 * not read.
 */
public final class WindowReceipts {
  private static final int VERSION = 1;
  private static final String ENDING = ".json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final StateStore store;

  public WindowReceipts(StateStore store) {
    this.store = store;
  }

  /** Where a receipt is: the same for all receipts of a window's task. */
  public static String key(WindowReceipt receipt) {
    ExportedTask task = receipt.task();
    return prefix(receipt.place()) + LandingLayout.day(task.finished()) + task.id() + ENDING;
  }

  private static String prefix(AccountRegion place) {
    return "receipts/" + place + "/";
  }

  /** Writes a receipt, once: harmless if one of its task is there. */
  public String write(WindowReceipt receipt) {
    String key = key(receipt);
    store.create(key, json(receipt));
    return key;
  }

  private static byte[] json(WindowReceipt receipt) {
    ObjectNode node = JSON.createObjectNode().put("version", VERSION);
    WindowJson.write(
        new WindowJson(
            receipt.place(), receipt.group(), receipt.window(), receipt.lane(), receipt.task()),
        node);
    return node.put("marker", receipt.marker())
        .put("part_count", receipt.partCount())
        .put("bytes", receipt.bytes())
        .put("batch", receipt.batch())
        .put("ingested_at", receipt.ingestedAt().toString())
        .toString()
        .getBytes(UTF_8);
  }

  /** Which windows have a receipt, looked up day by day as they are asked for. */
  public Present present() {
    return new Present();
  }

  /** The receipts that were there when their days were first asked for. */
  public final class Present {
    private final Map<String, Set<String>> days = new HashMap<>();

    private Present() {}

    /**
     * Whether there is one for a window.
     *
     * @param marker the key of its marker, which ends as the receipt's does
     */
    public boolean has(AccountRegion place, String marker) {
      String key = prefix(place) + LandingLayout.ofDay(marker);
      String day = key.substring(0, key.lastIndexOf('/') + 1);
      return days.computeIfAbsent(day, prefix -> Set.copyOf(store.list(prefix))).contains(key);
    }
  }

  /**
   * The receipt of a window.
   *
   * @param marker the key of its marker
   */
  public Optional<WindowReceipt> ofMarker(AccountRegion place, String marker) {
    return read(prefix(place) + LandingLayout.ofDay(marker));
  }

  /** The keys of the receipts of an account and Region, the earliest finished day first. */
  public List<String> keys(AccountRegion place) {
    return store.list(prefix(place)).stream().filter(key -> key.endsWith(ENDING)).toList();
  }

  /**
   * A receipt.
   *
   * @return empty if there is none
   * @throws UncheckedIOException if what is there is none that this version knows
   */
  public Optional<WindowReceipt> read(String key) {
    return store.read(key).map(stored -> read(key, stored));
  }

  private static WindowReceipt read(String key, Stored stored) {
    try {
      JsonNode node = JSON.readTree(stored.content());
      int version = node.required("version").intValue();
      if (version != VERSION) {
        throw new IOException("it is of version " + version + ", which a later Firn wrote");
      }
      return receipt(node);
    } catch (IOException | DateTimeException | IllegalArgumentException | NullPointerException e) {
      throw new UncheckedIOException(
          "Cannot read receipt " + key + ": " + e.getMessage(), new IOException(e));
    }
  }

  private static WindowReceipt receipt(JsonNode node) {
    WindowJson window = WindowJson.read(node);
    return new WindowReceipt(
        window.place(),
        window.group(),
        window.window(),
        window.lane(),
        window.task(),
        node.required("marker").textValue(),
        node.required("part_count").intValue(),
        node.required("bytes").longValue(),
        node.required("batch").textValue(),
        WindowJson.time(node, "ingested_at"));
  }
}
