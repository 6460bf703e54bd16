package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.cli.LakeStores.S3Location;
import org.junit.jupiter.api.Test;

final class LakeStoresTest {
  @Test
  void stateInS3IsToldFromADirectory() {
    S3Location below = new S3Location("lake", "firn/state");
    assertThat(S3Location.parse("s3://lake/firn/state")).contains(below);
    assertThat(S3Location.parse("s3a://lake/firn/state/")).contains(below);
    assertThat(S3Location.parse("s3://lake")).contains(new S3Location("lake", ""));
    assertThat(S3Location.parse("/var/lib/s3/state")).isEmpty();
  }
}
