package io.firn.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.state.Holder.Tasks;
import io.firn.state.LeaseInfo.End;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * A lease as it is stored, in JSON.
 *
 * @param id of one acquisition: its later writes carry it on
 */
record LeaseObject(String id, Holder holder, Instant until, End end) {
  /** Something else, or a lease in a form that this version does not know; it is over. */
  static final LeaseObject UNREADABLE =
      new LeaseObject("", Holder.UNKNOWN, Instant.EPOCH, End.TIME);

  private static final ObjectMapper JSON = new ObjectMapper();

  byte[] toJson() {
    try {
      return JSON.writeValueAsBytes(
          JSON.createObjectNode()
              .put("id", id)
              .put("run", holder.run())
              .put("host", holder.host())
              .put("pid", holder.pid())
              .put("started_at", holder.startedAt().toString())
              .put("tasks", holder.tasks().name())
              .put("until", until.toString())
              .put("end", end.name()));
    } catch (JsonProcessingException e) {
      throw new AssertionError("A tree of strings and numbers is JSON", e);
    }
  }

  static LeaseObject parse(byte[] json) {
    try {
      JsonNode node = JSON.readTree(json);
      Holder holder =
          new Holder(
              node.required("run").textValue(),
              node.required("host").textValue(),
              node.required("pid").longValue(),
              Instant.parse(node.required("started_at").textValue()),
              Tasks.valueOf(node.required("tasks").textValue()));
      return new LeaseObject(
          node.required("id").textValue(),
          holder,
          Instant.parse(node.required("until").textValue()),
          End.valueOf(node.required("end").textValue()));
    } catch (IOException | DateTimeException | IllegalArgumentException | NullPointerException e) {
      return UNREADABLE;
    }
  }

  LeaseInfo info(String name) {
    return new LeaseInfo(name, holder, until, end);
  }
}
