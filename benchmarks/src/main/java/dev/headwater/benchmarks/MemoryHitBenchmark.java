package dev.headwater.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.headwater.chain.ChainStore;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.clock.HybridClock;
import dev.headwater.store.codec.Codecs;
import dev.headwater.store.memory.MemoryStore;
import dev.headwater.store.memory.MemoryStoreConfig;
import dev.headwater.store.typed.TypedStore;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A value that is in memory, read at random: through each level of Headwater, and from Caffeine
 * alone, which holds the same keys and the decoded values.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MemoryHitBenchmark {

  private static final int READS = 1 << 16;
  private static final long ROOMY_BYTES = 1L << 30;

  /** How many values there are. */
  @Param({"1024", "65536"})
  public int values;

  private final Key[] reads = new Key[READS];
  private final Cache<Key, String> caffeine = Caffeine.newBuilder().maximumSize(READS).build();
  private final MemoryStore store = memory(MemoryStoreConfig.bounded(ROOMY_BYTES));
  private final ChainStore chain =
      ChainStore.builder()
          .cache("memory", memory(MemoryStoreConfig.bounded(ROOMY_BYTES)))
          .store("scratch", memory(MemoryStoreConfig.unbounded()))
          .build();
  private final HybridClock clock = HybridClock.system();
  private final TypedStore<String> typed = TypedStore.of(store, Codecs.utf8(), clock);
  private final TypedStore<String> typedChain = TypedStore.of(chain, Codecs.utf8(), clock);

  @Setup(Level.Trial)
  public void fill() {
    Key[] keys = new Key[values];
    for (int i = 0; i < values; i++) {
      keys[i] = Key.of("user/%08d/profile".formatted(i));
      String value = "the profile of user " + i;
      caffeine.put(keys[i], value);
      typed.put(keys[i], value);
      typedChain.put(keys[i], value);
    }
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < READS; i++) {
      reads[i] = keys[random.nextInt(values)];
    }
  }

  @TearDown(Level.Trial)
  public void close() {
    store.close();
    chain.close();
  }

  /** Each thread's place in the order of reads. */
  @State(Scope.Thread)
  public static class Place {
    private int next;

    Key next(Key[] reads) {
      return reads[next++ & (READS - 1)];
    }
  }

  @Benchmark
  public @Nullable String caffeine(Place place) {
    return caffeine.getIfPresent(place.next(reads));
  }

  @Benchmark
  public @Nullable Entry memoryStore(Place place) {
    return store.read(place.next(reads));
  }

  @Benchmark
  public @Nullable String typedMemoryStore(Place place) {
    return typed.get(place.next(reads));
  }

  @Benchmark
  public @Nullable Entry chainStore(Place place) {
    return chain.read(place.next(reads));
  }

  @Benchmark
  public @Nullable String typedChainStore(Place place) {
    return typedChain.get(place.next(reads));
  }

  private static MemoryStore memory(MemoryStoreConfig config) {
    return MemoryStore.open(config, InstantSource.system());
  }
}
