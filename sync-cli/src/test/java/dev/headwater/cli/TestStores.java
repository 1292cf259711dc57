package dev.headwater.cli;

import dev.headwater.store.Capabilities;
import dev.headwater.store.Capability;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.ForwardingStore;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.Write;
import dev.headwater.store.spi.StoreUri;
import dev.headwater.testkit.Faults;
import dev.headwater.testkit.FaultyStore;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.ReferenceData;
import dev.headwater.testkit.ReferenceStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The stores of {@code test:NAME} URIs: one memory per name, and what shall go wrong with it. */
final class TestStores {

  private static final Map<String, Place> PLACES = new ConcurrentHashMap<>();

  private TestStores() {}

  private static final class Place {
    final ReferenceData data = new ReferenceData();
    volatile UnaryOperator<Store> wrapping = UnaryOperator.identity();
    final AtomicInteger open = new AtomicInteger();
  }

  /** Opens the store of a URI. */
  static Store open(StoreUri uri, InstantSource time) {
    Place place = place(uri.path());
    Capabilities all = ReferenceStore.CAPABILITIES.without(Capability.LOCAL);
    long maxValueBytes =
        uri.number("max-value-bytes", 0, Integer.MAX_VALUE).orElse(all.limits().maxValueBytes());
    Capabilities.Limits limits =
        new Capabilities.Limits(maxValueBytes, 128, 1 << 22, all.limits().timeoutMillis());
    Store store =
        ReferenceStore.over(
            place.data, "test:" + uri.path(), time, new Capabilities(all.set(), limits));
    return new Counted(place.wrapping.apply(store), place);
  }

  private static Place place(String name) {
    return PLACES.computeIfAbsent(name, any -> new Place());
  }

  /** Puts every store that is opened at this name from now on into a wrapper. */
  static void wrap(String name, UnaryOperator<Store> wrapping) {
    place(name).wrapping = wrapping;
  }

  /** Lets stores opened at this name from now on fail as the script says. */
  static void fail(String name, Consumer<Faults> script) {
    wrap(
        name,
        store -> {
          FaultyStore faulty = new FaultyStore(store);
          script.accept(faulty.faults());
          return faulty;
        });
  }

  /** Lets every read, listing and merge at this name throw what the function makes. */
  static void refuse(String name, Function<Subject, StoreException> error) {
    wrap(name, store -> new Refusing(store, error));
  }

  static void corrupt(String name, String key) {
    place(name).data.corrupt(Key.of(key));
  }

  static void hold(String name, Entry... entries) {
    try (Store store = direct(name)) {
      for (Entry entry : entries) {
        store.merge(Write.of(entry));
      }
    }
  }

  /** All that is held at this name, tombstones among it. */
  static List<Entry> held(String name) {
    List<Entry> entries = new ArrayList<>();
    try (Store store = direct(name);
        EntryCursor cursor = store.list(ListRequest.all("").pageSize(ListRequest.MAX_PAGE_SIZE))) {
      entries.addAll(cursor.next().entries());
    }
    return entries;
  }

  static int open(String name) {
    return place(name).open.get();
  }

  private static Store direct(String name) {
    return ReferenceStore.over(place(name).data, "test:" + name, new ManualClock());
  }

  private static final class Refusing extends ForwardingStore {
    private final Function<Subject, StoreException> error;

    Refusing(Store store, Function<Subject, StoreException> error) {
      super(store);
      this.error = error;
    }

    @Override
    public Entry read(Key key) {
      throw error.apply(Subject.of(this, "read", key));
    }

    @Override
    public MergeOutcome merge(Write write) {
      throw error.apply(Subject.of(this, "merge", write.key()));
    }

    @Override
    public EntryCursor list(ListRequest request) {
      throw error.apply(Subject.of(this, "list"));
    }
  }

  /** Knows how many are open. */
  private static final class Counted extends ForwardingStore {
    private final Place place;

    Counted(Store store, Place place) {
      super(store);
      this.place = place;
      place.open.incrementAndGet();
    }

    @Override
    public void close() {
      super.close();
      place.open.decrementAndGet();
    }
  }
}
