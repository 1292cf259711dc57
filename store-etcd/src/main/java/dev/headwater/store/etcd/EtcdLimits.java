package dev.headwater.store.etcd;

import dev.headwater.store.Capabilities.Limits;
import dev.headwater.store.Key;
import java.nio.charset.StandardCharsets;

/** How much goes into one request of etcd, so that it is refused before anything is written. */
final class EtcdLimits {

  /* Around each write of an atomic batch: its key once more, the prefix twice, and the frames. */
  private static final int FRAME_BYTES = Key.MAX_BYTES + 64;

  private EtcdLimits() {}

  static Limits of(EtcdStoreConfig config) {
    int prefixBytes = config.prefix().getBytes(StandardCharsets.UTF_8).length + 1;
    long around = (long) EtcdTransactions.MOST_OPERATIONS * (FRAME_BYTES + 2L * prefixBytes);
    return new Limits(
        config.maxRequestBytes() / 3 * 2L,
        EtcdTransactions.MOST_OPERATIONS,
        config.maxRequestBytes() - around,
        config.timeout().toMillis());
  }
}
