package io.firn.sample;

/**
 * An order service's structured log, 600 to 900 bytes: structs, arrays, and errors now and then.
 */
final class NestedRecords implements LogRecords {
  private static final String[] LEVELS = {"INFO", "DEBUG", "WARN"};
  private static final String[] METHODS = {"GET", "POST", "PUT", "DELETE"};
  private static final String[] RESOURCES = {"orders", "carts", "invoices", "shipments"};
  private static final String[] AGENTS = {
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15",
    "okhttp/4.12.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0.0.0",
    "python-requests/2.32.3"
  };
  private static final String[] TENANTS = {"acme", "globex", "initech", "umbrella", "hooli"};
  private static final String[] COUNTRIES = {"DE", "US", "FR", "JP", "BR", "IN", "AU"};
  private static final String[] CURRENCIES = {"EUR", "USD", "JPY"};
  private static final String[] TAGS = {"checkout", "mobile", "retry", "beta", "bulk", "gift"};
  private static final int[] STATUSES = {200, 201, 200, 404, 200, 409};

  private final Dice dice;
  private final StampWriter stamps = new StampWriter();

  NestedRecords(Dice dice) {
    this.dice = dice;
  }

  @Override
  public void write(long epochMillis, TextBuffer target) {
    boolean failed = dice.oneIn(50);
    target.put("{\"timestamp\":\"");
    stamps.write(epochMillis, target);
    target.put("\",\"level\":\"").put(failed ? "ERROR" : dice.pick(LEVELS));
    target.put("\",\"service\":\"orders-api\",\"version\":\"1.42.").number(dice.skewedBelow(4));
    target.put("\",\"message\":\"request ").put(failed ? "failed" : "completed").put("\"");
    trace(target);
    http(target, failed);
    user(target);
    pod(target);
    order(target);
    tags(target);
    target.put(",\"retries\":").number(failed ? 3 : 0);
    if (failed) {
      error(target);
    }
    target.put('}');
  }

  private void trace(TextBuffer target) {
    target.put(",\"trace\":{\"traceId\":\"").hex(dice.bits(), 16).hex(dice.bits(), 16);
    target.put("\",\"spanId\":\"").hex(dice.bits(), 16);
    target.put("\",\"sampled\":").put(dice.oneIn(10) ? "true}" : "false}");
  }

  private void http(TextBuffer target, boolean failed) {
    target.put(",\"http\":{\"requestId\":\"");
    dice.uuid(target);
    target.put("\",\"method\":\"").put(dice.pick(METHODS));
    target.put("\",\"path\":\"/v1/").put(dice.pick(RESOURCES));
    target.put('/').number(1_000_000 + dice.skewedBelow(9_000_000));
    target.put("\",\"status\":");
    target.number(failed ? 502 : STATUSES[dice.skewedBelow(STATUSES.length)]);
    target.put(",\"latencyMs\":").decimal(dice.skewedBelow(3_000_000), 3);
    target.put(",\"bytesOut\":").number(dice.skewedBelow(200_000));
    target.put(",\"remoteIp\":\"10.").number(dice.below(4)).put('.').number(dice.below(256));
    target.put('.').number(dice.below(256));
    target.put("\",\"userAgent\":\"").put(dice.pick(AGENTS)).put("\"}");
  }

  private void user(TextBuffer target) {
    target.put(",\"user\":{\"id\":\"u-").number(dice.skewedBelow(2_000_000), 8);
    target.put("\",\"tenant\":\"").put(dice.pick(TENANTS));
    target.put("\",\"country\":\"").put(dice.pick(COUNTRIES));
    target.put("\",\"premium\":").put(dice.oneIn(5) ? "true}" : "false}");
  }

  private void pod(TextBuffer target) {
    int pod = dice.below(12);
    target.put(",\"k8s\":{\"namespace\":\"shop\",\"pod\":\"orders-api-7d9f8c6b5-");
    target.hex(0x5F3A9L * (pod + 3), 5).put("\",\"node\":\"ip-10-0-12-").number(40 + pod / 3);
    target.put("\"}");
  }

  private void order(TextBuffer target) {
    target.put(",\"order\":{\"id\":").number(4_000_000_000L + dice.below(90_000_000));
    target.put(",\"currency\":\"").put(dice.pick(CURRENCIES));
    target.put("\",\"total\":").decimal(100 + dice.skewedBelow(100_000), 2);
    target.put(",\"items\":[");
    int count = 1 + dice.skewedBelow(4);
    for (int i = 0; i < count; i++) {
      target.put(i == 0 ? "{\"sku\":\"SKU-" : ",{\"sku\":\"SKU-").number(dice.skewedBelow(5000), 5);
      target.put("\",\"quantity\":").number(1 + dice.skewedBelow(9));
      target.put(",\"price\":").decimal(99 + dice.skewedBelow(20_000), 2).put('}');
    }
    target.put("]}");
  }

  private void tags(TextBuffer target) {
    target.put(",\"tags\":[");
    int count = dice.below(4);
    for (int i = 0; i < count; i++) {
      target.put(i == 0 ? "\"" : ",\"").put(dice.pick(TAGS)).put('"');
    }
    target.put(']');
  }

  private void error(TextBuffer target) {
    target.put(",\"error\":{\"type\":\"UpstreamTimeout\",\"message\":\"pool \\\"payments-");
    target.number(dice.below(4)).put("\\\" gave no answer in ").number(dice.below(5000));
    target.put(" ms\\n\\tat PaymentClient.charge\"}");
  }
}
