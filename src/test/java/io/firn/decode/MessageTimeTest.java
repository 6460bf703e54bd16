package io.firn.decode;

import static io.firn.decode.Gzips.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.ObjectFormat;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MessageTimeTest {
  private final MessageTime time = new MessageTime();

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "2026-11-18T09:30:00Z,2026-11-18T09:30:00Z",
        "2026-11-18t09:30:00z,2026-11-18T09:30:00Z",
        "2026-11-18 09:30:00,2026-11-18T09:30:00Z",
        "2026-11-18 09:30:00.1 x,2026-11-18T09:30:00.100Z",
        "`2026-11-18 09:30:00,123 INFO`,2026-11-18T09:30:00.123Z",
        "[2026-11-18 09:30:00.123456789] x,2026-11-18T09:30:00.123Z",
        "2026-11-18T09:30:00.9999Z\tx,2026-11-18T09:30:00.999Z",
        "2026-11-18T09:30:00+01:30,2026-11-18T08:00:00Z",
        "2026-11-18T09:30:00.5-0130|,2026-11-18T11:00:00.500Z",
        "2026-11-18T09:30:00+01 x,2026-11-18T08:30:00Z",
        "2026-11-18 09:30:00 +0100 x,2026-11-18T08:30:00Z",
        "2026-11-18 09:30:00 -01:00,2026-11-18T10:30:00Z",
        "2026-11-18 09:30:00 +5 items,2026-11-18T09:30:00Z",
        "2026-11-18 09:30:00 +10 items,2026-11-18T09:30:00Z",
        "2026-11-18 09:30:00. A sentence,2026-11-18T09:30:00Z",
        "2026-11-18 09:30:00 UTC x,2026-11-18T09:30:00Z",
        "2024-02-29T23:59:59: x,2024-02-29T23:59:59Z"
      })
  void stampsThatATextBeginsWith(String text, Instant expected) {
    assertText(text, expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[",
        "2026-11-18",
        "2026-11-18T09:30",
        "2026-11-18T09:30:0",
        " 2026-11-18T09:30:00Z",
        "x2026-11-18T09:30:00Z",
        "2026-02-29T09:30:00Z",
        "2026-11-18T24:00:00Z",
        "2026-11-18T09:60:00Z",
        "2026-11-18T09:30:60Z",
        "2026-11-18T09:30:00Zulu",
        "2026-11-18T09:30:00UTC",
        "2026-11-18T09:30:001",
        "2026-11-18T09:30:00.1234567890",
        "2026/11/18 09:30:00",
        "18/Nov/2026:09:30:00",
        "2026-11-18_09:30:00"
      })
  void otherTextHasNone(String text) {
    byte[] bytes = utf8(text);
    assertThat(time.ofText(bytes, 0, bytes.length)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "\"2026-11-18T09:30:00Z\",2026-11-18T09:30:00Z",
        "\"2026-11-18 09:30:00.123 +01:00\",2026-11-18T08:30:00.123Z",
        "100000000,1973-03-03T09:46:40Z",
        "1794994200,2026-11-18T09:30:00Z",
        "1794994200.1239,2026-11-18T09:30:00.123Z",
        "1794994200.5,2026-11-18T09:30:00.500Z",
        "99999999999,5138-11-16T09:46:39Z",
        "100000000000,1973-03-03T09:46:40Z",
        "1794994200123,2026-11-18T09:30:00.123Z",
        "1794994200123.75,2026-11-18T09:30:00.123Z",
        "1794994200123456,2026-11-18T09:30:00.123Z",
        "1794994200123456789,2026-11-18T09:30:00.123Z",
        "\"1794994200123\",2026-11-18T09:30:00.123Z",
        "1.7949942e9,2026-11-18T09:30:00Z",
        "1.794994200123E+9,2026-11-18T09:30:00.123Z",
        "1.794994200123e12,2026-11-18T09:30:00.123Z"
      })
  void valuesThatAreTimes(String json, Instant expected) {
    byte[] bytes = utf8(json);
    assertThat(time.ofValue(bytes, 0, bytes.length)).isTrue();
    assertThat(Instant.ofEpochMilli(time.epochMillis())).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "1",
        "99999999",
        "0.25",
        "-1794994200",
        "17949942001234567890",
        "99999999999999999999999",
        "1e2",
        "1e300",
        "1e999999999",
        "1794994200.",
        "1794994200.x",
        "1.2.3e9",
        "true",
        "null",
        "{}",
        "[1794994200]",
        "\"\"",
        "\"x\"",
        "\"2026-11-18T09:30:00Z x\"",
        "\"[2026-11-18T09:30:00]\"",
        "\"2026-11-18T09:30:00\\u005a\""
      })
  void otherValuesAreNone(String json) {
    byte[] bytes = utf8(json);
    assertThat(time.ofValue(bytes, 0, bytes.length)).isFalse();
  }

  @Test
  void theFirstKeyThatHoldsATimeDecides() throws IOException {
    String zone = "\"2026-11-18T09:30:00Z\"";
    for (String key :
        new String[] {
          "@timestamp", "timestamp", "time", "ts", "eventTime", "event_time", "datetime", "@t"
        }) {
      String object = "{\"a\":{\"time\":1},\"" + key + "\" : " + zone + ",\"Time\":2000000000}";
      Decoded decoded = Decoded.read(utf8(object), ObjectFormat.NDJSON, 1);
      assertThat(decoded.events().get(0).ownTime()).as(key).isTrue();
      assertThat(decoded.events().get(0).epochMillis()).isEqualTo(1_794_994_200_000L);
    }
    String several = "{\"ts\":1,\"time\":1794994200,\"timestamp\":\"no\",\"eventTime\":1900000000}";
    Decoded decoded = Decoded.read(utf8(several), ObjectFormat.NDJSON, 1);
    assertThat(decoded.events().get(0).epochMillis()).isEqualTo(1_794_994_200_000L);
    Decoded none = Decoded.read(utf8("{\"a\":{\"time\":1794994200}}"), ObjectFormat.NDJSON, 1);
    assertThat(none.events().get(0).ownTime()).isFalse();
  }

  private void assertText(String text, Instant expected) {
    byte[] bytes = utf8("xx" + text + "9");
    assertThat(time.ofText(bytes, 2, bytes.length - 1)).as(text).isTrue();
    assertThat(Instant.ofEpochMilli(time.epochMillis())).as(text).isEqualTo(expected);
  }
}
