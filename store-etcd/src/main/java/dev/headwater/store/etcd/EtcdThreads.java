package dev.headwater.store.etcd;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of one store: as many as there are watches and parts of batches under way. */
final class EtcdThreads {

  private static final int IDLE_SECONDS = 10;

  private EtcdThreads() {}

  /** Daemon threads. After a shutdown new tasks are cancelled, and gRPC's last ones dropped. */
  static ExecutorService daemons() {
    AtomicInteger count = new AtomicInteger();
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE, // each caller adds at most Parallel.MOST_AT_A_TIME, each feed one
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        task -> {
          Thread thread = new Thread(task, "headwater-etcd-" + count.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        },
        (task, pool) -> {
          if (task instanceof Future<?> future) {
            future.cancel(false);
          }
        });
  }
}
