package io.firn.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.parse.JsonTape;
import io.firn.parse.ParserChoice;
import io.firn.policy.EventPolicy.RawText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventPolicyTest {
  private static final Redaction REDACTION =
      Redaction.of(
          List.of(KeyPath.parse("password"), KeyPath.parse("headers.authorization")),
          Map.of(KeyPath.parse("user.email"), Mask.HASH),
          "key".getBytes(UTF_8));

  @Test
  void goesToExecutorsWhole() throws Exception {
    EventPolicy policy =
        new EventPolicy(
            ParserChoice.JSON, RawText.NEVER, REDACTION, EventFilter.parse("level like 'D_BUG%'"));
    EventPolicy there = roundTrip(policy);
    assertThat(there).isEqualTo(policy).hasSameHashCodeAs(policy);
    assertThat(there.eventFilter().orElseThrow().drops(FilterEvent.of("{\"level\":\"DEBUG\"}")))
        .isTrue();
    assertThat(redacted(there)).isEqualTo(redacted(policy)).startsWith("{\"user\":{\"email\":\"");
    assertThat(roundTrip(EventPolicy.PLAIN)).isEqualTo(EventPolicy.PLAIN);
  }

  private static EventPolicy roundTrip(EventPolicy policy)
      throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(policy);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (EventPolicy) in.readObject();
    }
  }

  private static String redacted(EventPolicy policy) {
    byte[] message = "{\"password\":1,\"user\":{\"email\":\"a@b.c\"}}".getBytes(UTF_8);
    JsonTape tape = new JsonTape();
    assertThat(tape.read(message, 0, message.length)).isTrue();
    Redactor redactor = new Redactor(policy.redaction());
    assertThat(redactor.redact(tape)).isTrue();
    return new String(redactor.bytes(), 0, redactor.length(), UTF_8);
  }

  @Test
  void storesTextOnlyWhereNothingMustBeFoundInIt() {
    for (RawText raw : RawText.values()) {
      assertThat(new EventPolicy(ParserChoice.AUTO, raw, Redaction.NONE, null).storesText())
          .isEqualTo(raw != RawText.NEVER);
      assertThat(new EventPolicy(ParserChoice.AUTO, raw, REDACTION, null).storesText()).isFalse();
    }
  }

  @Test
  void redactsNothingByDefault() {
    byte[] message = "{\"password\":1}".getBytes(UTF_8);
    JsonTape tape = new JsonTape();
    assertThat(tape.read(message, 0, message.length)).isTrue();
    assertThat(new Redactor(EventPolicy.PLAIN.redaction()).redact(tape)).isFalse();
    assertThat(EventPolicy.PLAIN.eventFilter()).isEmpty();
  }
}
