package dev.headwater.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Installs Debian's {@code etcd-server}, for containers and build machines where the tests are
 * root.
 *
 * <p>The package would start a system service at once. A {@code policy-rc.d} that says no keeps it
 * from that while it is installed; where the machine has such a policy already, that one stands.
 *
 * @see <a href="https://manpages.debian.org/invoke-rc.d">invoke-rc.d(8)</a>
 */
final class EtcdPackage {
  private static final Path POLICY = Path.of("/usr/sbin/policy-rc.d");
  private static final String REFUSAL = "#!/bin/sh\nexit 101\n";
  private static final Duration DEADLINE = Duration.ofMinutes(3);

  private EtcdPackage() {}

  static boolean canInstall(Map<String, String> environment) {
    return System.getProperty("user.name", "").equals("root")
        && Programs.find("apt-get", environment).isPresent()
        && Programs.find("dpkg", environment).isPresent();
  }

  /** Installs the package; empty if it brought no {@code etcd} program. */
  static Optional<Path> install(Map<String, String> environment) {
    boolean ours = refuseServices();
    try {
      aptGet("update");
      aptGet("install", "-y", "--no-install-recommends", "etcd-server");
    } finally {
      if (ours) {
        allowServices();
      }
    }
    return Programs.find("etcd", environment);
  }

  private static void aptGet(String... arguments) {
    List<String> command = new ArrayList<>(List.of("apt-get", "-q"));
    command.addAll(List.of(arguments));
    Programs.run(DEADLINE, Map.of("DEBIAN_FRONTEND", "noninteractive"), command);
  }

  private static boolean refuseServices() {
    try {
      if (Files.exists(POLICY)) {
        return false;
      }
      Files.writeString(POLICY, REFUSAL);
      Files.setPosixFilePermissions(POLICY, PosixFilePermissions.fromString("rwxr-xr-x"));
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("Could not write " + POLICY, e);
    }
  }

  private static void allowServices() {
    try {
      Files.deleteIfExists(POLICY);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not delete " + POLICY, e);
    }
  }
}
