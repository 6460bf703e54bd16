package io.firn.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.parse.FieldWriter.FreeText;
import io.firn.parse.MessageParser.Parsed;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a parser's author learns of its failures. */
final class GuardedParserTest {
  private final List<String> told = new ArrayList<>();
  private final Logger logger = (Logger) LogManager.getLogger(GuardedParser.class);
  private final AbstractAppender appender =
      new AbstractAppender("told", null, null, true, Property.EMPTY_ARRAY) {
        @Override
        public void append(LogEvent event) {
          told.add(event.getMessage().getFormattedMessage());
        }
      };

  @BeforeEach
  void listen() {
    appender.start();
    logger.addAppender(appender);
  }

  @AfterEach
  void leave() {
    logger.removeAppender(appender);
    appender.stop();
  }

  @Test
  void theFirstFailureIsToldWithoutItsWords() {
    MessageParser failing =
        (bytes, offset, length, fields) -> {
          throw new IllegalStateException("secret");
        };
    MessageParser guarded = new GuardedParser("example.orders", failing);
    FieldWriter fields = new FieldWriter("own", FreeText.KEPT);
    byte[] message = "secret".getBytes(UTF_8);

    assertThat(guarded.parse(message, 0, message.length, fields)).isEqualTo(Parsed.NOT);
    assertThat(guarded.parse(message, 0, message.length, fields)).isEqualTo(Parsed.NOT);

    assertThat(told)
        .singleElement()
        .asString()
        .startsWith("Parser example.orders failed with java.lang.IllegalStateException at io.firn.")
        .contains("GuardedParserTest.java")
        .doesNotContain("secret");
  }
}
