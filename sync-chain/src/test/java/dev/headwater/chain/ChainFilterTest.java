package dev.headwater.chain;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.chain.outbox.OutboxConfig;
import dev.headwater.filter.KeyFilter;
import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.ListRequest;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.RejectedException;
import dev.headwater.store.Store;
import dev.headwater.store.Write;
import dev.headwater.testkit.FaultyStore;
import dev.headwater.testkit.ManualBackground;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.Operation;
import dev.headwater.testkit.RecordingStore;
import dev.headwater.testkit.ReferenceStore;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keys that are none of a layer's business, and values that are none of the chain's. */
class ChainFilterTest {

  private static final KeyFilter DOCS = KeyFilter.all().include("docs/**");

  private final ManualClock clock = new ManualClock();
  private final ManualBackground background = new ManualBackground(clock);
  private final Events events = new Events();
  private final RecordingStore memory = new RecordingStore(ChainRig.memory(clock));
  private final FaultyStore cacheFaults = remote("cache");
  private final RecordingStore cache = new RecordingStore(cacheFaults);
  private final FaultyStore authorityFaults = remote("authority");
  private final RecordingStore authority = new RecordingStore(authorityFaults);
  private ChainStore chain;

  private FaultyStore remote(String name) {
    return new FaultyStore(ReferenceStore.create(name, clock, ChainRig.remote()));
  }

  /** The chain, with a filter on one of its layers. */
  private ChainStore filtered(String layer) {
    return open(
        builder -> {
          for (Layer one :
              List.of(
                  Layer.cache("memory", memory),
                  Layer.cache("cache", cache),
                  Layer.store("authority", authority))) {
            builder.layer(one.name().equals(layer) ? one.filter(DOCS) : one);
          }
          return builder;
        });
  }

  private ChainStore open(UnaryOperator<ChainStoreBuilder> layers) {
    chain =
        layers
            .apply(ChainStore.builder())
            .background(background.background())
            .time(clock)
            .random(new Random(1))
            .outbox(OutboxConfig.inMemory().flushOnClose(Duration.ZERO))
            .listener(events)
            .build();
    background.settle();
    cache.clear();
    authority.clear();
    return chain;
  }

  @AfterEach
  void close() {
    if (chain != null) {
      chain.close();
    }
    background.settle();
  }

  @Test
  void aCacheIsNotAskedForWhatIsNoneOfItsBusiness() {
    authorityFaults.merge(Write.of(value("other", 1, "v")));
    filtered("cache");

    assertThat(chain.read(key("other"))).isEqualTo(value("other", 1, "v"));
    assertThat(chain.readAll(List.of(key("more"))).entries()).isEmpty();
    background.settle();

    assertThat(cache.requests()).isZero();
  }

  @Test
  void aWriteThatIsNoneOfACachesBusinessIsNotOwedToIt() {
    filtered("cache");
    cacheFaults.faults().down();

    MergeOutcome other = chain.merge(Write.of(value("other", 1, "v")));
    List<MergeOutcome> both =
        chain.mergeAll(Batch.of(List.of(value("docs/a", 1, "v"), value("x", 1, "v"))));

    assertThat(other).isEqualTo(MergeOutcome.written());
    assertThat(both)
        .containsExactly(new MergeOutcome.Written(List.of("cache")), MergeOutcome.written());
    assertThat(events.of("behind")).containsExactly("behind cache docs/a");
  }

  @Test
  void aCacheIsGivenWhatIsItsBusiness() {
    filtered("cache");

    chain.mergeAll(Batch.of(List.of(value("docs/a", 1, "v"), value("other", 1, "v"))));

    assertThat(listed(cacheFaults)).containsExactly("docs/a");
    assertThat(listed(chain)).containsExactly("docs/a", "other");
  }

  @Test
  void whatMemoryMayNotHaveIsAskedForEachTime() {
    filtered("memory");
    chain.merge(Write.of(value("other", 1, "v")));
    chain.merge(Write.of(value("docs/a", 1, "v")));
    cache.clear();

    assertThat(chain.read(key("docs/a"))).isNotNull();
    assertThat(cache.count(Operation.READ)).isZero();
    assertThat(chain.read(key("other"))).isNotNull();
    assertThat(chain.read(key("other"))).isNotNull();
    assertThat(cache.count(Operation.READ)).isEqualTo(2);
    assertThat(listed(memory)).containsExactly("docs/a");
  }

  @Test
  void aCompleteLayerThatIsAwayMattersOnlyToItsOwnKeys() {
    FaultyStore archive = remote("archive");
    archive.faults().down(); // from the beginning, so that it was never followed
    open(
        builder ->
            builder
                .store("authority", authority)
                .layer(Layer.store("archive", archive).filter(DOCS).readOnly()));

    assertThat(chain.read(key("other"))).isNull();
    assertThatThrownBy(() -> chain.read(key("docs/a"))).hasMessageContaining("archive");
  }

  @Test
  void theAuthorityRefusesWhatIsNoneOfItsBusiness() {
    filtered("authority");
    List<Entry> both = List.of(value("docs/a", 1, "v"), value("other", 1, "v"));

    assertThatThrownBy(() -> chain.merge(Write.of(value("other", 1, "v"))))
        .isInstanceOfSatisfying(
            RejectedException.class,
            e -> assertThat(e.reason()).isEqualTo(RejectedException.Reason.UNSUPPORTED))
        .hasMessageContainingAll("merge of 'other'", "'authority'", "docs/**");
    assertThatThrownBy(() -> chain.mergeAll(Batch.of(both))).isInstanceOf(RejectedException.class);

    assertThat(authority.requests()).isZero();
    assertThat(listed(memory)).isEmpty();
    assertThat(chain.merge(Write.of(both.get(0)))).isEqualTo(MergeOutcome.written());
  }

  @Test
  void whatTheAuthorityMayNotHaveIsNotListed() {
    authorityFaults.merge(Write.of(value("other", 1, "v")));
    authorityFaults.merge(Write.of(value("docs/a", 1, "v")));
    filtered("authority");

    assertThat(listed(chain)).containsExactly("docs/a");
    assertThat(chain.read(key("other"))).isNull();
  }

  @Test
  void onlyTheEncodingsOfTheChainAreWritten() {
    open(builder -> builder.store("authority", authority).encodings(List.of("json", "cbor")));

    assertThatThrownBy(() -> chain.merge(Write.of(value("a", 1, "v"))))
        .isInstanceOf(RejectedException.class)
        .hasMessageContainingAll("'a'", "'utf-8'", "cbor, json");
    assertThat(authority.requests()).isZero();
    assertThat(chain.merge(Write.of(dev.headwater.testkit.Entries.tombstone("a", 2))))
        .isEqualTo(MergeOutcome.written());
  }

  private static List<String> listed(Store store) {
    try (EntryCursor cursor = store.list(ListRequest.all(""))) {
      return cursor.next().entries().stream().map(entry -> entry.key().text()).toList();
    }
  }
}
