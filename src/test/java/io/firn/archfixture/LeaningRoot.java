package io.firn.archfixture;

import io.firn.archfixture.decode.SparkDecoder;

/** The root sees a package. */
final class LeaningRoot {
  SparkDecoder decoder() {
    return new SparkDecoder();
  }
}
