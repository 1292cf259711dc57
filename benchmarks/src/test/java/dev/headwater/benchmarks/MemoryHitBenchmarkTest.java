package dev.headwater.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All that is compared reads the same values. */
class MemoryHitBenchmarkTest {

  private final MemoryHitBenchmark benchmark = new MemoryHitBenchmark();

  @BeforeEach
  void fill() {
    benchmark.values = 1_024;
    benchmark.fill();
  }

  @AfterEach
  void close() {
    benchmark.close();
  }

  @Test
  void everyLevelHits() {
    var place = new MemoryHitBenchmark.Place();
    for (int i = 0; i < 100; i++) {
      String value = benchmark.caffeine(new MemoryHitBenchmark.Place());
      assertThat(value).startsWith("the profile of user ");
      assertThat(benchmark.typedMemoryStore(new MemoryHitBenchmark.Place())).isEqualTo(value);
      assertThat(benchmark.typedChainStore(new MemoryHitBenchmark.Place())).isEqualTo(value);
      assertThat(benchmark.memoryStore(place)).isNotNull();
      assertThat(benchmark.chainStore(place)).isNotNull();
    }
  }
}
