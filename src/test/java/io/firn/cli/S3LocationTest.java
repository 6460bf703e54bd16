package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class S3LocationTest {
  @Test
  void s3IsToldFromADirectory() {
    S3Location below = new S3Location("lake", "firn/state");
    assertThat(S3Location.parse("s3://lake/firn/state")).contains(below);
    assertThat(S3Location.parse("s3a://lake/firn/state/")).contains(below);
    assertThat(S3Location.parse("s3://lake")).contains(new S3Location("lake", ""));
    assertThat(S3Location.parse("/var/lib/s3/state")).isEmpty();
  }
}
