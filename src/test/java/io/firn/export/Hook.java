package io.firn.export;

import java.util.function.Supplier;

/** What happens around each call that a driver makes to the world outside. */
public interface Hook {
  Hook NONE =
      new Hook() {
        @Override
        public void before() {}

        @Override
        public void after() {}
      };

  /** Before the call has an effect. */
  void before();

  /** Once it has, and before the driver knows. */
  void after();

  default <T> T around(Supplier<T> call) {
    before();
    T answer = call.get();
    after();
    return answer;
  }
}
