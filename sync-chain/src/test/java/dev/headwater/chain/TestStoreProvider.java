package dev.headwater.chain;

import dev.headwater.store.Capabilities;
import dev.headwater.store.Capability;
import dev.headwater.store.ForwardingStore;
import dev.headwater.store.Store;
import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.spi.StoreProvider;
import dev.headwater.store.spi.StoreUri;
import dev.headwater.testkit.ReferenceData;
import dev.headwater.testkit.ReferenceStore;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Opens {@code test:NAME}, whose data stays for the whole test run. {@code ?kind=memory} is one
 * that may forget and answers at once, {@code ?kind=unwritable} one that takes no writes.
 */
public final class TestStoreProvider implements StoreProvider {

  private static final Map<String, ReferenceData> DATA = new ConcurrentHashMap<>();

  /** How many stores are open. */
  static final AtomicInteger OPEN = new AtomicInteger();

  @Override
  public List<String> schemes() {
    return List.of("test");
  }

  @Override
  public List<String> help() {
    return List.of("test:NAME  for tests");
  }

  @Override
  public Store open(StoreUri uri, StoreEnvironment environment) {
    uri.requireParametersAmong(Set.of("kind"));
    String kind = uri.word("kind", Set.of("memory", "unwritable")).orElse("remote");
    Store store =
        ReferenceStore.over(
            DATA.computeIfAbsent(uri.path(), name -> new ReferenceData()),
            "test:" + uri.path(),
            environment.time(),
            new Capabilities(set(kind), ReferenceStore.CAPABILITIES.limits()));
    OPEN.incrementAndGet();
    return new ForwardingStore(store) {
      @Override
      public void close() {
        super.close();
        OPEN.decrementAndGet();
      }
    };
  }

  private static Set<Capability> set(String kind) {
    Set<Capability> set = EnumSet.copyOf(ReferenceStore.CAPABILITIES.set());
    switch (kind) {
      case "memory" -> set.remove(Capability.COMPLETE);
      case "unwritable" -> set.removeAll(Set.of(Capability.WRITE, Capability.LOCAL));
      default -> set.remove(Capability.LOCAL);
    }
    return set;
  }
}
