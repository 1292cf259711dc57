package dev.headwater.servers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Looks for etcd in a fixed order and remembers, for the error message, what it tried. */
final class EtcdFinder {
  /** Environment variable with the address of a running cluster. */
  static final String ADDRESS = "HEADWATER_ETCD";

  private static final Duration ANSWER_DEADLINE = Duration.ofSeconds(10);
  private static final String ADVICE =
      "Set " + ADDRESS + "=host:port, or put the etcd program on the PATH, or start Docker.";

  private final Map<String, String> environment;
  private final BooleanSupplier docker;
  private final List<String> tried = new ArrayList<>();

  EtcdFinder(Map<String, String> environment, BooleanSupplier docker) {
    this.environment = environment;
    this.docker = docker;
  }

  /** In the environment of this process. */
  static EtcdFinder here() {
    return new EtcdFinder(System.getenv(), Docker::isAvailable);
  }

  /** One node, or the cluster that the environment names. */
  EtcdNodes find() {
    String address = environment.getOrDefault(ADDRESS, "");
    if (!address.isBlank()) {
      return answering(ForeignEtcd.parse(address));
    }
    tried.add(ADDRESS + " is not set");
    Optional<Path> onPath = Programs.find("etcd", environment);
    if (onPath.isPresent()) {
      return LocalEtcd.start(onPath.get(), EtcdOptions.oneNode(), "from the PATH");
    }
    tried.add("no etcd on the PATH");
    if (docker.getAsBoolean()) {
      return EtcdContainer.start();
    }
    tried.add("no Docker");
    return LocalEtcd.start(installed(), EtcdOptions.oneNode(), "from the Debian package");
  }

  /** A program for clusters of our own: an address or a container would not do. */
  EtcdNodes start(EtcdOptions options) {
    Optional<Path> onPath = Programs.find("etcd", environment);
    if (onPath.isPresent()) {
      return LocalEtcd.start(onPath.get(), options, "from the PATH");
    }
    tried.add("no etcd on the PATH");
    return LocalEtcd.start(installed(), options, "from the Debian package");
  }

  private static ForeignEtcd answering(ForeignEtcd etcd) {
    EtcdGateway gateway = etcd.gateway(0);
    if (!Await.reached(ANSWER_DEADLINE, gateway::isHealthy)) {
      throw new ServerFailedException("etcd " + etcd.origin() + " does not answer");
    }
    return etcd;
  }

  private Path installed() {
    if (!EtcdPackage.canInstall(environment)) {
      tried.add("the Debian package needs root and apt-get");
      throw new ServerNotFoundException("etcd", tried, ADVICE);
    }
    try {
      Optional<Path> program = EtcdPackage.install(environment);
      if (program.isPresent()) {
        return program.get();
      }
      tried.add("the Debian package brought no etcd program");
    } catch (ServerFailedException e) {
      tried.add("apt-get failed: " + e.getMessage());
    }
    throw new ServerNotFoundException("etcd", tried, ADVICE);
  }
}
