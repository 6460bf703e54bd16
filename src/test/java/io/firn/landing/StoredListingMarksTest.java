package io.firn.landing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.DateTemplate;
import io.firn.state.FakeStateStore;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StoredListingMarksTest {
  private static final DateTemplate INPUT = new DateTemplate("s3://lake/fh/{yyyy}/{MM}/{dd}/{HH}");
  private static final ListingMark MARK =
      new ListingMark(
          LocalDate.of(2026, 1, 1),
          "0f8fad5b/2",
          Instant.parse("2026-11-26T09:00:00Z"),
          List.of(Instant.parse("2026-03-04T05:00:00Z")));
  private static final String JSON =
      "{'version':1,'path':'s3://lake/fh/{yyyy}/{MM}/{dd}/{HH}','table':'logs.app',"
          + "'from':'2026-01-01','ledger':'0f8fad5b/2','before':'2026-11-26T09:00:00Z',"
          + "'open':['2026-03-04T05:00:00Z']}";

  private final FakeStateStore store = new FakeStateStore();
  private final StoredListingMarks marks = new StoredListingMarks(store);
  private final String key = StoredListingMarks.key(INPUT, "logs.app");

  private void overwrite(String json) {
    store.delete(key);
    store.create(key, json.replace('\'', '"').getBytes(UTF_8));
  }

  @Test
  void aMarkIsReadBack() {
    assertThat(marks.read(INPUT, "logs.app")).isEmpty();
    marks.write(INPUT, "logs.app", MARK);
    assertThat(store.list("listings/")).containsExactly(key);
    assertThat(key).matches("listings/[0-9a-f]{32}\\.json");
    assertThat(new String(store.read(key).orElseThrow().content(), UTF_8))
        .isEqualTo(JSON.replace('\'', '"'));
    assertThat(marks.read(INPUT, "logs.app")).contains(MARK);
    assertThat(marks.read(INPUT, "logs.other")).isEmpty();
    assertThat(marks.read(new DateTemplate(INPUT + "/x"), "logs.app")).isEmpty();
  }

  @Test
  void whatCannotBeUnderstoodIsNone() {
    for (String other :
        List.of(
            "",
            "{",
            "[]",
            JSON.replace("'version':1", "'version':2"),
            JSON.replace("logs.app", "logs.b"),
            JSON.replace("2026-01-01", "2026-13-01"),
            JSON.replace("'2026-03-04T05:00:00Z'", "7"),
            JSON.replace(",'before':'2026-11-26T09:00:00Z'", ""))) {
      overwrite(other);
      assertThat(marks.read(INPUT, "logs.app")).as(other).isEmpty();
    }
    marks.write(INPUT, "logs.app", MARK);
    assertThat(marks.read(INPUT, "logs.app")).contains(MARK);
  }

  @Test
  void anotherRunsMarkIsAsGood() {
    marks.write(INPUT, "logs.app", MARK);
    store.beforeNextWrite(() -> overwrite(JSON.replace("11-26", "11-27")));
    marks.write(INPUT, "logs.app", MARK);
    assertThat(marks.read(INPUT, "logs.app").orElseThrow().before())
        .isEqualTo("2026-11-27T09:00:00Z");
    store.fail(1);
    assertThatThrownBy(() -> marks.read(INPUT, "logs.app"))
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void aMarkHoldsForItsLedgerAndItsDays() {
    assertThat(MARK.holds(LocalDate.of(2026, 1, 1), "0f8fad5b/2")).isTrue();
    assertThat(MARK.holds(LocalDate.of(2026, 5, 1), "0f8fad5b/2")).isTrue();
    assertThat(MARK.holds(LocalDate.of(2025, 12, 31), "0f8fad5b/2")).isFalse();
    assertThat(MARK.holds(LocalDate.of(2026, 1, 1), "0f8fad5b/3")).isFalse();
  }
}
