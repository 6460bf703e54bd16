package io.firn.decode;

import static io.firn.decode.Gzips.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StampTest {
  private static final String GOOD = "2026-11-18T09:30:00.123Z";

  private final Stamp stamp = new Stamp();

  @Test
  void everyDayOfTenThousandYearsIsRead() {
    LocalDate last = LocalDate.of(9999, 12, 31);
    byte[] bytes = utf8("0000-01-01T12:34:56.789Z");
    long midday = 45_296_789;
    for (LocalDate day = LocalDate.of(0, 1, 1); !day.isAfter(last); day = day.plusDays(1)) {
      System.arraycopy(utf8(day.toString()), 0, bytes, 0, 10);
      long expected = day.toEpochDay() * 86_400_000 + midday;
      // Four million assertions would take seconds.
      if (!starts(bytes) || stamp.epochMillis() != expected) {
        fail("%s was read as %s", day, stamp.epochMillis());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-29T00:00:00.000Z",
        "1900-02-29T00:00:00.000Z",
        "2100-02-29T00:00:00.000Z",
        "2026-02-30T00:00:00.000Z",
        "2026-04-31T00:00:00.000Z",
        "2026-00-10T00:00:00.000Z",
        "2026-13-10T00:00:00.000Z",
        "2026-01-00T00:00:00.000Z",
        "2026-01-32T00:00:00.000Z",
        "2026-01-01T24:00:00.000Z",
        "2026-01-01T00:60:00.000Z",
        "2026-06-30T23:59:60.000Z",
        "2026-01-01 00:00:00.000Z",
        "2026-01-01t00:00:00.000z",
        "2026-01-01T00:00:00,000Z",
        "2026-01-01T00:00:00.000+",
        "2026-1-01T00:00:00.0000Z",
        "2026-01-01T00:00:00.00Z ",
        "-026-01-01T00:00:00.000Z",
        "+026-01-01T00:00:00.000Z",
        "2026/01/01T00:00:00.000Z",
      })
  void notADateAndTimeOfTheForm(String text) {
    assertThat(starts(utf8(text))).isFalse();
  }

  @Test
  void leapDaysAreDays() {
    assertThat(starts(utf8("2000-02-29T00:00:00.000Z"))).isTrue();
    assertThat(starts(utf8("2024-02-29T23:59:59.999Z"))).isTrue();
  }

  @Test
  void noOtherByteStandsForAnother() {
    for (int at = 0; at < Stamp.LENGTH; at++) {
      for (int value = -128; value < 128; value++) {
        byte[] bytes = utf8(GOOD);
        byte before = bytes[at];
        bytes[at] = (byte) value;
        boolean digit = before >= '0' && before <= '9' && value >= '0' && value <= '9';
        if (!digit && value != before) {
          assertThat(starts(bytes)).as("byte %s at %s", value, at).isFalse();
        }
      }
    }
  }

  @Test
  void byteTwentyFiveDecides() {
    for (int value = -128; value < 128; value++) {
      byte[] bytes = utf8(GOOD + "x");
      bytes[Stamp.LENGTH] = (byte) value;
      assertThat(starts(bytes)).as("byte %s", value).isEqualTo(value == ' ' || value == '\n');
    }
    assertThat(starts(utf8(GOOD))).isTrue();
    assertThat(stamp.startsEvent(utf8(GOOD), 0, Stamp.LENGTH - 1)).isFalse();
  }

  @Test
  void refusedStampLeavesTheTimeAlone() {
    assertThat(starts(utf8(GOOD))).isTrue();
    long before = stamp.epochMillis();
    assertThat(starts(utf8("2026-11-19T09:30:60.123Z"))).isFalse();
    assertThat(stamp.epochMillis()).isEqualTo(before);
    assertThat(starts(utf8("2026-11-18T09:30:00.124Z"))).isTrue();
    assertThat(stamp.epochMillis()).isEqualTo(before + 1);
  }

  private boolean starts(byte[] bytes) {
    return stamp.startsEvent(bytes, 0, bytes.length);
  }
}
