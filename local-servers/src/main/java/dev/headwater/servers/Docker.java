package dev.headwater.servers;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;

/** Whether Testcontainers is on the class path and finds a Docker daemon. */
final class Docker {
  private static final Logger log = LoggerFactory.getLogger(Docker.class);

  private Docker() {}

  static boolean isAvailable() {
    try {
      return DockerClientFactory.instance().isDockerAvailable();
    } catch (LinkageError e) {
      log.debug("Testcontainers is not on the class path", e);
      return false;
    }
  }
}
