package dev.headwater.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Batch;
import dev.headwater.store.Batch.Atomicity;
import dev.headwater.store.Capability;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Page;
import dev.headwater.store.Precondition;
import dev.headwater.store.Purge;
import dev.headwater.store.Store;
import dev.headwater.store.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random operations come to the same as those of a {@link ReferenceStore}, one by one. A failure
 * tells the seed and the operations so far.
 */
abstract class ModelContract extends ContractGroup {

  private static final int OPERATIONS = 150;
  private static final int KEYS = 12;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void randomOperationsComeToTheSameAsInTheModel(long seed) {
    requireDecisionsAtOnce();
    Run run = new Run(seed, ReferenceStore.create("model", clock()));
    try {
      for (int i = 0; i < OPERATIONS; i++) {
        run.step();
      }
      run.compareFeeds();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "seed %d, operations:%n%s".formatted(seed, String.join("\n", run.log)), e);
    }
  }

  /** One sequence of operations on both stores. */
  private final class Run {
    private final ReferenceStore model;
    private final RandomEntries random;
    private final Store other =
        fixture().visibility() == StoreFixture.Visibility.AT_ONCE ? open() : store();
    private final FeedReader feed = feed(FeedRequest.after(store().head()).pageSize(9));
    private final List<String> log = new ArrayList<>();

    Run(long seed, ReferenceStore model) {
      this.model = model;
      List<Key> keys = new RandomEntries(seed, Entries.awkwardKeys(), 0).keys(KEYS);
      this.random = new RandomEntries(seed, keys, nowMillis());
    }

    void step() {
      switch (random.random().nextInt(10)) {
        case 0, 1, 2 -> mergeOne();
        case 3 -> mergeEach();
        case 4 -> mergeTogether();
        case 5 -> compare("read", random.key(), key -> store -> String.valueOf(store.read(key)));
        case 6 -> readSeveral();
        case 7 -> listSome();
        case 8 -> purgeSome();
        default -> advance();
      }
    }

    private void mergeOne() {
      compare("merge", write(), write -> store -> store.merge(write));
    }

    private void mergeEach() {
      List<Write> writes =
          random.keys(random.random().nextInt(6)).stream().map(this::write).toList();
      compare(
          "mergeAll", new Batch(writes, Atomicity.EACH), batch -> store -> store.mergeAll(batch));
    }

    private void mergeTogether() {
      if (has(Capability.ATOMIC_BATCHES)) {
        List<Write> writes =
            random.keys(1 + random.random().nextInt(4)).stream().map(this::write).toList();
        compare(
            "mergeAll", new Batch(writes, Atomicity.ALL), batch -> store -> store.mergeAll(batch));
      }
    }

    private void readSeveral() {
      compare(
          "readAll",
          random.keys(random.random().nextInt(KEYS)),
          keys -> store -> store.readAll(keys).entries());
    }

    private void listSome() {
      String text = random.key().text();
      String prefix = random.random().nextBoolean() ? "" : text.substring(0, prefixLength(text));
      Key after = random.random().nextInt(3) == 0 ? random.key() : null;
      ListRequest request =
          random.random().nextBoolean() ? ListRequest.live(prefix) : ListRequest.all(prefix);
      compare(
          "list",
          request.after(after).pageSize(1 + random.random().nextInt(5)),
          one -> store -> listed(store, one));
    }

    private void purgeSome() {
      List<Purge> purges =
          random.keys(random.random().nextInt(4)).stream()
              .map(key -> new Purge(key, random.stamp()))
              .toList();
      compare("purge", purges, all -> store -> store.purge(all));
    }

    private void advance() {
      Duration duration = Duration.ofMillis(random.random().nextInt(15));
      log.add("advance " + duration);
      clock().advance(duration);
    }

    private <A, R> void compare(
        String name, A argument, Function<A, Function<Store, @Nullable R>> operation) {
      Store real = random.random().nextInt(4) == 0 ? other : store();
      log.add(name + " " + argument + (real == store() ? "" : " (in the other store)"));
      R expected = operation.apply(argument).apply(model);
      assertThat(operation.apply(argument).apply(real)).as(name).isEqualTo(expected);
    }

    /* What the feed delivered last of each key that is held is what is held. */
    void compareFeeds() {
      log.add("feed");
      List<Entry> held = listed(model, ListRequest.all(""));
      feed.await(held);
      feed(FeedRequest.fromStart().pageSize(4)).await(held);
    }

    private Write write() {
      return write(random.key());
    }

    private Write write(Key key) {
      Entry entry = random.entry(key);
      return new Write(has(Capability.COMPLETE) ? entry : unexpiring(entry), precondition());
    }

    private Precondition precondition() {
      if (!has(Capability.PRECONDITIONS)) {
        return Precondition.none();
      }
      return switch (random.random().nextInt(6)) {
        case 0 -> Precondition.absent();
        case 1 -> Precondition.stampIs(random.stamp());
        default -> Precondition.none();
      };
    }
  }

  /* A store that may forget may forget what has expired, and then the model knows too much. */
  private static Entry unexpiring(Entry entry) {
    EncodedValue value = entry.value();
    return value == null
        ? entry
        : Entry.of(
            entry.key(), entry.stamp(), EncodedValue.of(value.sharedBytes(), value.encoding()));
  }

  private static List<Entry> listed(Store store, ListRequest request) {
    try (EntryCursor cursor = store.list(request)) {
      List<Entry> entries = new ArrayList<>();
      Page page;
      do {
        page = cursor.next();
        entries.addAll(page.entries());
      } while (!page.last());
      return entries;
    }
  }

  /* Half of the text, without splitting a character in two. */
  private static int prefixLength(String text) {
    int half = text.length() / 2;
    boolean splits = half > 0 && Character.isHighSurrogate(text.charAt(half - 1));
    return splits ? half - 1 : half;
  }
}
