package dev.headwater.benchmarks;

import io.etcd.jetcd.Client;
import io.etcd.jetcd.options.GetOption;
import java.io.File;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code etcdctl make-mirror}, what one would use instead to copy an etcd, if it is on the PATH.
 */
final class MakeMirror {

  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);

  private MakeMirror() {}

  /** How many keys a second it copies; empty if there is no etcdctl. */
  static Optional<Double> measure(Bench bench, String prefix, int count) throws Exception {
    if (!isThere()) {
      System.err.println("etcdctl is not on the PATH: make-mirror is left out");
      return Optional.empty();
    }
    String endpoint = bench.etcd.endpoints().get(0);
    String target = Bench.freshName();
    ProcessBuilder mirror =
        new ProcessBuilder(
            "etcdctl",
            "--endpoints=" + endpoint,
            "make-mirror",
            "--prefix=" + prefix + "/",
            "--dest-prefix=" + target + "/",
            "--dest-insecure-transport",
            endpoint);
    mirror.environment().put("ETCDCTL_API", "3");
    mirror.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    long start = System.nanoTime();
    Process process = mirror.start();
    try (Client client = bench.bareEtcd()) {
      int part = Math.min(count, 20_000); // it is slow: a part tells its rate
      while (count(client, target) < part) {
        if (System.nanoTime() - start > PATIENCE_NANOS || !process.isAlive()) {
          throw new IllegalStateException("make-mirror did not copy " + part + " keys");
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
      return Optional.of(part * 1e9 / (System.nanoTime() - start));
    } finally {
      process.destroyForcibly();
    }
  }

  private static long count(Client client, String target) throws Exception {
    return client
        .getKVClient()
        .get(
            FullSync.bytes(target + "/"),
            GetOption.builder().withRange(FullSync.bytes(target + "0")).withCountOnly(true).build())
        .get(30, TimeUnit.SECONDS)
        .getCount();
  }

  private static boolean isThere() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> new File(folder, "etcdctl").canExecute());
  }
}
