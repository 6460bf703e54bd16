package io.firn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.LogGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TableTemplateTest {
  @ParameterizedTest
  @CsvSource({
    "logs.{log-group}, /a/b-c, logs.a_b_c",
    "logs.{log-group}, /aws/Lambda/Orders.EU#1, logs.aws_lambda_orders_eu_1",
    "logs.{log-group}, __x__, logs.x__",
    "logs.{log-group}, 123, logs.123",
    "logs.app_{log-group}_raw, /a, logs.app_a_raw",
    "logs.{log-group}_{log-group}, /a, logs.a_a",
    "logs.fixed, /-/, logs.fixed"
  })
  void namesAreDerived(String template, String group, String table) {
    assertThat(new TableTemplate(template).of(new LogGroup(group))).hasToString(table);
  }

  @Test
  void namesAreOfAtMost255Characters() {
    TableTemplate template = new TableTemplate("logs.{log-group}");
    assertThat(template.of(new LogGroup("a".repeat(255))).name()).hasSize(255);
    assertThatThrownBy(() -> template.of(new LogGroup("a".repeat(256))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(
            "the name would have more than 255 characters (name a table in a route of its own)");
  }
}
