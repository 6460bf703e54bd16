package io.firn.state;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who wants to know of a loss, which happens once. */
final class LossListeners {
  private static final Logger LOG = LoggerFactory.getLogger(LossListeners.class);

  private final List<Runnable> waiting = new ArrayList<>();
  private boolean told;

  /** False if all were told already. */
  synchronized boolean add(Runnable listener) {
    return !told && waiting.add(listener);
  }

  /** Runs those that wait; one that fails does not keep the others from it. */
  void tell() {
    for (Runnable listener : taken()) {
      try {
        listener.run();
      } catch (RuntimeException e) {
        LOG.error("Cannot tell of a lost lease", e);
      }
    }
  }

  private synchronized List<Runnable> taken() {
    told = true;
    List<Runnable> taken = List.copyOf(waiting);
    waiting.clear();
    return taken;
  }
}
