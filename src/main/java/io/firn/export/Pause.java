package io.firn.export;

import java.time.Duration;

/** Lets time pass: the process's own, or a simulated one. */
public interface Pause {
  void sleep(Duration time);
}
