package io.firn.sample;

/** Twelve plain fields, about 300 bytes: a service's access log. */
final class FlatRecords implements LogRecords {
  private static final String[] LEVELS = {"INFO", "DEBUG", "WARN", "ERROR"};
  private static final String[] ACTIONS = {
    "cart.view", "cart.add", "order.create", "order.read", "login", "cart.remove", "logout"
  };
  private static final String[] LOGGERS = {
    "com.example.shop.web.AccessLog", "com.example.shop.cart.CartService", "com.example.shop.Login"
  };
  private static final String[] REGIONS = {"eu-central-1", "us-east-1", "ap-southeast-2"};

  private final Dice dice;
  private final StampWriter stamps = new StampWriter();

  FlatRecords(Dice dice) {
    this.dice = dice;
  }

  @Override
  public void write(long epochMillis, TextBuffer target) {
    target.put("{\"time\":\"");
    stamps.write(epochMillis, target);
    target.put("\",\"level\":\"").put(dice.pick(LEVELS));
    target.put("\",\"logger\":\"").put(dice.pick(LOGGERS));
    target.put("\",\"thread\":\"http-nio-8080-exec-").number(1 + dice.below(40));
    target.put("\",\"requestId\":\"");
    dice.uuid(target);
    target.put("\",\"userId\":").number(100_000 + dice.skewedBelow(900_000));
    target.put(",\"action\":\"").put(dice.pick(ACTIONS));
    target.put("\",\"status\":").number(dice.oneIn(20) ? 500 : 200);
    target.put(",\"durationMs\":").decimal(dice.skewedBelow(2_000_000), 3);
    target.put(",\"bytes\":").number(dice.skewedBelow(100_000));
    target.put(",\"cached\":").put(dice.oneIn(3) ? "true" : "false");
    target.put(",\"region\":\"").put(dice.pick(REGIONS)).put("\"}");
  }
}
