package dev.headwater.cli.demo;

/**
 * Where the layers are.
 *
 * @param memory the URI of the cache in this process
 * @param etcd the URI of the shared cache
 * @param sql the URI of the complete store
 */
record StoreUris(String memory, String etcd, String sql) {

  private static final long MIN_MEMORY_BYTES = 64 << 20;

  /** With a memory of a quarter of what this Java may take. */
  static StoreUris of(String etcd, String sql) {
    long memoryBytes = Math.max(MIN_MEMORY_BYTES, Runtime.getRuntime().maxMemory() / 4);
    return new StoreUris("memory:?max-bytes=" + memoryBytes, etcd, sql);
  }
}
