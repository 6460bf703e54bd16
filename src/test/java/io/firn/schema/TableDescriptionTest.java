package io.firn.schema;

import static io.firn.schema.ColumnType.Scalar.DECIMAL;
import static io.firn.schema.ColumnType.Scalar.LONG;
import static io.firn.schema.ColumnType.Scalar.STRING;
import static io.firn.schema.ColumnType.Scalar.TIMESTAMP;
import static io.firn.schema.SampleColumns.column;
import static io.firn.schema.SampleColumns.json;
import static io.firn.schema.SampleColumns.list;
import static io.firn.schema.SampleColumns.map;
import static io.firn.schema.SampleColumns.plain;
import static io.firn.schema.SampleColumns.struct;
import static io.firn.schema.SampleColumns.table;
import static io.firn.schema.SampleColumns.variant;
import static io.firn.schema.SampleColumns.withForeign;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.BatchId;
import io.firn.policy.Hint;
import io.firn.schema.Column.Kind;
import io.firn.schema.SampleColumns.Table;
import io.firn.schema.TableDescription.KeyVariants;
import io.firn.schema.TableDescription.NamedType;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableDescriptionTest {
  @Test
  void leavesHaveDottedPathsAndTheTypesOfAthena() {
    assertThat(
            payload(
                table(
                    plain("at", TIMESTAMP),
                    plain("items", list(struct(plain("id", DECIMAL), plain("tags", list(STRING))))),
                    plain("labels", map()),
                    plain("m", list(list(LONG))),
                    plain("user", struct(plain("name", STRING), json("x__json"))))))
        .containsExactly(
            "at timestamp plain",
            "items[].id decimal(38,0) plain",
            "items[].tags array<string> plain",
            "labels map<string,string> map",
            "m array<array<bigint>> plain",
            "user.name string plain",
            "user.x__json string json");
  }

  @Test
  void whatIsBelowAVariantIsOne() {
    assertThat(
            payload(
                table(
                    plain("a", STRING),
                    variant("a__struct", struct(plain("b", LONG), plain("labels", map()))))))
        .containsExactly(
            "a string plain",
            "a__struct.b bigint variant",
            "a__struct.labels map<string,string> map");
  }

  @Test
  void keysHintAndBatchOfAColumn() {
    Column name =
        new Column(
            null,
            "last_name",
            Kind.PLAIN,
            List.of("last.name", "Last.Name"),
            STRING,
            SampleColumns.BATCH,
            Hint.STRING);
    DescribedColumn leaf =
        leaf(table(column("user", "User", Kind.PLAIN, struct(name))), "user.last_name");
    assertThat(leaf.keyPath()).hasValue("User.Last\\.Name");
    assertThat(leaf.otherSpellings()).containsExactly("last\\.name");
    assertThat(leaf.hint()).isEqualTo(Hint.STRING);
    assertThat(leaf.batch()).isEqualTo(new BatchId(SampleColumns.BATCH));
    assertThat(leaf.repeated()).isFalse();
  }

  @Test
  void whatIsInListsAndMapsIsRepeated() {
    Table table =
        table(
            plain("l", list(LONG)), plain("m", map()), plain("s", list(struct(plain("a", LONG)))));
    assertThat(leaf(table, "l").repeated()).isTrue();
    assertThat(leaf(table, "m").repeated()).isTrue();
    assertThat(leaf(table, "s[].a").repeated()).isTrue();
  }

  @Test
  void envelopeAndForeignColumnsAreMarked() {
    Table table = withForeign(table(plain("a", LONG)), "theirs");
    DescribedColumn foreign = leaf(table, "theirs");
    assertThat(foreign.kind()).isEqualTo(DescribedColumn.Kind.FOREIGN);
    assertThat(foreign.keyPath()).isEmpty();
    assertThat(foreign.batch()).isNull();
    assertThat(leaf(table, "log_time").kind()).isEqualTo(DescribedColumn.Kind.ENVELOPE);
    assertThat(leaf(table, "a").kind()).isEqualTo(DescribedColumn.Kind.PLAIN);
  }

  @Test
  void keysInSeveralColumnsAreGrouped() {
    Table table =
        table(
            plain("a", LONG),
            plain("l", list(struct(plain("v", LONG), variant("v__string", STRING)))),
            json("deep__json"));
    assertThat(TableDescription.of(table.schema(), table.payload()).variants())
        .containsExactly(
            new KeyVariants("deep", List.of(new NamedType("deep__json", "string"))),
            new KeyVariants(
                "l.v",
                List.of(
                    new NamedType("l[].v", "bigint"), new NamedType("l[].v__string", "string"))));
  }

  @Test
  void differencesGoByFieldId() {
    Table before = table(plain("a", LONG), plain("b", LONG));
    Table after = withForeign(before, "theirs");
    SchemaDifference difference = SchemaDifference.between(described(before), described(after));
    assertThat(difference.added()).extracting(DescribedColumn::path).containsExactly("theirs");
    assertThat(difference.removed()).isEmpty();
    assertThat(difference.changed()).isEmpty();
    assertThat(SchemaDifference.between(described(after), described(before)).removed())
        .extracting(DescribedColumn::path)
        .containsExactly("theirs");
    assertThat(SchemaDifference.between(described(after), described(after)).isEmpty()).isTrue();
    Table widened = table(plain("a", LONG), plain("b", STRING));
    assertThat(SchemaDifference.between(described(before), described(widened)).changed())
        .singleElement()
        .satisfies(change -> assertThat(change.before().type()).isEqualTo("bigint"))
        .satisfies(change -> assertThat(change.after().type()).isEqualTo("string"));
  }

  private static TableDescription described(Table table) {
    return TableDescription.of(table.schema(), table.payload());
  }

  private static DescribedColumn leaf(Table table, String path) {
    return described(table).columns().stream()
        .filter(column -> column.path().equals(path))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> payload(Table table) {
    return described(table).columns().stream()
        .filter(column -> column.kind() != DescribedColumn.Kind.ENVELOPE)
        .map(column -> column.path() + " " + column.type() + " " + column.kind().spelling())
        .toList();
  }
}
