package io.firn.state;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where process ids of this process mean the same: one boot of one machine, one set of pids. */
final class Machine {
  private static final Path NAME = Path.of("/proc/sys/kernel/hostname");
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path PIDS = Path.of("/proc/self/ns/pid");

  private Machine() {}

  /** The name, the boot and the set of pids; empty where the system does not tell them. */
  static Optional<String> identity() {
    try {
      String boot = Files.readString(BOOT).strip();
      String pids = Files.readSymbolicLink(PIDS).toString().replaceAll("[^0-9]", "");
      return boot.isEmpty() || pids.isEmpty()
          ? Optional.empty()
          : Optional.of(name() + "/" + boot + "/" + pids);
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  /** What people call it; several machines and containers may share it. */
  static String name() {
    try {
      return Files.readString(NAME).strip();
    } catch (IOException e) {
      return addressName();
    }
  }

  private static String addressName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
