package io.firn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DateTemplateTest {
  private static final Instant NIGHT = Instant.parse("2026-02-28T23:59:59.999Z");

  @ParameterizedTest
  @CsvSource({
    "s3://lake/fh/{yyyy}/{MM}/{dd}/{HH}/, s3://lake/fh, s3://lake/fh/2026/02/28/23, HOURS",
    "s3://lake/y={yyyy}/m={MM}/d={dd}, s3://lake, s3://lake/y=2026/m=02/d=28, DAYS",
    "s3://lake/a/dt={yyyy}-{MM}-{dd}/hour={HH}, s3://lake/a, s3://lake/a/dt=2026-02-28/hour=23,"
        + " HOURS",
    "/data/{yyyy}{MM}{dd}/b//, /data, /data/20260228/b, DAYS",
    "/{yyyy}/{MM}/{dd}, /, /2026/02/28, DAYS",
    "{yyyy}/{MM}/{dd}, ., 2026/02/28, DAYS"
  })
  void aFolderIsOfADayOrAnHour(String text, String base, String folder, ChronoUnit unit) {
    DateTemplate template = new DateTemplate(text);
    assertThat(template.base()).isEqualTo(base);
    assertThat(template.folder(NIGHT)).isEqualTo(folder);
    assertThat(template.unit()).isEqualTo(unit);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://lake/{yyyy}/{MM}",
        "s3://lake/{yyyy}/{dd}/{MM}",
        "s3://lake/{yyyy}/{MM}/{dd}/{dd}",
        "s3://lake/{yyyy}/{MM}/{dd}/{mm}",
        "s3://lake/{YYYY}/{MM}/{dd}",
        "s3://lake/{yyyy}/{MM}/{dd}/{HH}/{HH}",
        "s3://lake/{yyyy}/{MM}/{dd}/}",
        "s3://lake/{{yyyy}/{MM}/{dd}",
        "s3://lake/{log-group}/{yyyy}/{MM}/{dd}",
        "s3://lake/{"
      })
  void otherBracesAreRefused(String text) {
    assertThat(DateTemplate.isIn(text)).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DateTemplate(text))
        .withMessage(
            "Invalid path: '%s' (its braces must be {yyyy}, {MM}, {dd} and, if folders are of"
                + " hours, {HH}, once each and in this order)",
            text);
  }

  @Test
  void noBucketHasADate() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DateTemplate("s3://lake-{yyyy}/{MM}/{dd}"))
        .withMessageContaining("must have no date in the bucket's name");
  }

  @ParameterizedTest
  @CsvSource({
    "s3://a/{yyyy}/{MM}/{dd}/, s3://a/, true",
    "s3://a/{yyyy}/{MM}/{dd}/, s3://a/2026/, true",
    "s3://a/2026/11/28/x/, s3://a/{yyyy}/{MM}/{dd}/, true",
    "s3://a/2026/nov/28/x/, s3://a/{yyyy}/{MM}/{dd}/, false",
    "s3://a/b/{yyyy}/{MM}/{dd}/, s3://a/c/, false",
    "s3://a/{yyyy}/{MM}/{dd}/svc-a/, s3://a/{yyyy}/{MM}/{dd}/svc-b/, false",
    "s3://a/{yyyy}/{MM}/{dd}/01/, s3://a/{yyyy}/{MM}/{dd}/{HH}/, true",
    "s3://a/{yyyy}/{MM}/{dd}/{HH}/, s3://a/{yyyy}/{MM}/{dd}/, true",
    "s3://a/y={yyyy}/{MM}/{dd}/, s3://a/{yyyy}/{MM}/{dd}/, false",
    "s3://a/, s3://a/{yyyy}/{MM}/{dd}/, false"
  })
  void datesMayBeAnyDigits(String path, String beginning, boolean may) {
    assertThat(DateTemplate.mayBegin(path, beginning)).isEqualTo(may);
  }
}
