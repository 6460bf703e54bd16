package io.firn.sandbox;

import java.util.Arrays;
import java.util.Optional;

/** A metric of the namespace AWS/Logs. */
public enum IngestMetric {
  INCOMING_BYTES("IncomingBytes"),
  INCOMING_LOG_EVENTS("IncomingLogEvents");

  private final String wireName;

  IngestMetric(String wireName) {
    this.wireName = wireName;
  }

  /** The one of that name on the wire. */
  public static Optional<IngestMetric> named(String wireName) {
    return Arrays.stream(values()).filter(metric -> metric.wireName.equals(wireName)).findFirst();
  }
}
