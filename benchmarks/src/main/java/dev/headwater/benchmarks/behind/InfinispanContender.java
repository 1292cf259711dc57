package dev.headwater.benchmarks.behind;

import org.infinispan.Cache;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.cache.CustomStoreConfigurationBuilder;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.context.Flag;
import org.infinispan.manager.DefaultCacheManager;

/** Infinispan in this process, with a store that is written behind, and its own defaults. */
final class InfinispanContender implements Contender {

  private final DefaultCacheManager manager;
  private final Cache<String, byte[]> cache;

  private InfinispanContender(DefaultCacheManager manager, Cache<String, byte[]> cache) {
    this.manager = manager;
    this.cache = cache;
  }

  static InfinispanContender open(Sink sink) {
    InfinispanSink.sink(sink);
    ConfigurationBuilder configuration = new ConfigurationBuilder();
    configuration
        .persistence()
        .addStore(CustomStoreConfigurationBuilder.class)
        .customStoreClass(InfinispanSink.class)
        .async()
        .enable();
    DefaultCacheManager manager =
        new DefaultCacheManager(new GlobalConfigurationBuilder().nonClusteredDefault().build());
    manager.defineConfiguration("behind", configuration.build());
    Cache<String, byte[]> cache = manager.getCache("behind");
    return new InfinispanContender(
        manager, cache.getAdvancedCache().withFlags(Flag.IGNORE_RETURN_VALUES));
  }

  @Override
  public void put(String key, byte[] value) {
    cache.put(key, value);
  }

  @Override
  public void delete(String key) {
    cache.remove(key);
  }

  @Override
  public void close() throws Exception {
    manager.close();
  }
}
