package io.firn.sandbox.http;

import io.firn.sandbox.CloudLogs;
import java.io.Closeable;

/** Lets tasks go on by themselves where the clock runs by itself. */
final class Settling implements Closeable {
  private static final long PAUSE_MILLIS = 100;

  private final Thread thread;

  private Settling(Thread thread) {
    this.thread = thread;
  }

  static Settling of(CloudLogs model) {
    Thread thread = new Thread(() -> settle(model), "sandbox-settling");
    thread.setDaemon(true);
    thread.start();
    return new Settling(thread);
  }

  private static void settle(CloudLogs model) {
    try {
      while (true) {
        model.settle();
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
