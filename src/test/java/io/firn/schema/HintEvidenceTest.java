package io.firn.schema;

import static io.firn.schema.ColumnType.Scalar.BOOLEAN;
import static io.firn.schema.ColumnType.Scalar.LONG;
import static io.firn.schema.ColumnType.Scalar.STRING;
import static io.firn.schema.SampleColumns.column;
import static io.firn.schema.SampleColumns.json;
import static io.firn.schema.SampleColumns.list;
import static io.firn.schema.SampleColumns.plain;
import static io.firn.schema.SampleColumns.struct;
import static io.firn.schema.SampleColumns.table;
import static io.firn.schema.SampleColumns.variant;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.policy.Hint;
import io.firn.schema.Column.Kind;
import io.firn.shred.HintConversion;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HintEvidenceTest {
  @Test
  void stringsSupportWhatAllOfThemConvertTo() {
    assertThat(ofStrings("n", "1", "20")).containsExactly(Hint.LONG, Hint.DECIMAL, Hint.DOUBLE);
    assertThat(ofStrings("n", "1", "2.5")).containsExactly(Hint.DOUBLE);
    assertThat(ofStrings("n", "12345678901234567890")).containsExactly(Hint.DECIMAL);
    assertThat(ofStrings("n", "true", "False")).containsExactly(Hint.BOOLEAN);
    assertThat(ofStrings("n", "2026-11-18T09:30:00Z")).containsExactly(Hint.TIMESTAMP);
    assertThat(ofStrings("n", "1", "x")).isEmpty();
    assertThat(ofStrings("n")).isEmpty();
  }

  @Test
  void millisecondsAreKnownByTheirValues() {
    assertThat(ofLongs("x", "978307200000", "4133980799999"))
        .containsExactly(Hint.TIMESTAMP_MILLIS);
    assertThat(ofLongs("x", "978307199999")).isEmpty();
    assertThat(ofLongs("x", "4133980800000")).isEmpty();
    assertThat(ofStrings("x", "1700000000000")).startsWith(Hint.TIMESTAMP_MILLIS, Hint.LONG);
  }

  @Test
  void secondsNeedANameThatSpeaksOfTime() {
    for (String name : List.of("ts", "createdAt", "start_time", "eventTimestamp", "iat")) {
      assertThat(ofLongs(name, "1700000000")).as(name).containsExactly(Hint.TIMESTAMP_SECONDS);
    }
    for (String name : List.of("bytes", "cat", "status", "id")) {
      assertThat(ofLongs(name, "1700000000")).as(name).isEmpty();
    }
    assertThat(ofLongs("ts", "1700000000", "12")).isEmpty();
    assertThat(ofLongs("ts")).isEmpty();
  }

  @Test
  void stringsThatStandForNullAreNotInTheWay() {
    HintEvidence evidence = evidence("n", true, "5", "-", "", "n/a");
    assertThat(evidence.supported()).startsWith(Hint.LONG);
    assertThat(evidence.nullWords()).containsExactlyInAnyOrder("-", "", "n/a");
    assertThat(evidence.values()).isEqualTo(1);
    assertThat(ofStrings("n", "-", "")).isEmpty();
  }

  @Test
  void candidatesAreScalarsInNoListThatHaveNoHint() {
    Column hinted =
        new Column(null, "h", Kind.PLAIN, List.of("h"), STRING, SampleColumns.BATCH, Hint.STRING);
    assertThat(
            HintCandidate.of(
                table(
                        plain("a", STRING),
                        plain("b", LONG),
                        variant("b__string", STRING),
                        plain("c", BOOLEAN),
                        json("d__json"),
                        plain("e", STRING),
                        json("e__json"),
                        hinted,
                        plain("l", list(struct(plain("x", STRING)))),
                        column("s", "S", Kind.PLAIN, struct(plain("t", LONG))))
                    .payload()))
        .containsExactly(
            new HintCandidate(List.of("a"), List.of(List.of("a")), true),
            new HintCandidate(List.of("b"), List.of(List.of("b"), List.of("b__string")), true),
            new HintCandidate(List.of("S", "t"), List.of(List.of("s", "t")), false));
  }

  private static List<Hint> ofStrings(String key, String... values) {
    return evidence(key, true, values).supported();
  }

  private static List<Hint> ofLongs(String key, String... values) {
    return evidence(key, false, values).supported();
  }

  private static HintEvidence evidence(String key, boolean strings, String... values) {
    HintConversion conversion = new HintConversion(Set.of());
    HintEvidence evidence =
        new HintEvidence(
            new HintCandidate(List.of(key), List.of(List.of(key)), strings),
            (hint, utf8) -> conversion.ofText(hint, utf8) != null);
    Stream.of(values).forEach(evidence::add);
    return evidence;
  }
}
