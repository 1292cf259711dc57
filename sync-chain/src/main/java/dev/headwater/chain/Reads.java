package dev.headwater.chain;

import dev.headwater.store.Key;
import dev.headwater.store.Store;
import dev.headwater.store.background.Background;
import dev.headwater.store.background.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Puts the parts together that carry out a chain's reads and keep its copies current. */
final class Reads implements AutoCloseable {

  private static final Walk.Terms AUTHORITY_ALONE =
      new Walk.Terms(Walk.Trust.AUTHORITY_ALONE, null, null, false);

  private final ChainShape shape;
  private final ChainListener listener;
  private final LocalCopies copies;
  private final Arrivals arrivals;
  private final UntilClosed untilClosed;
  private final Attachment attachment;
  private final List<Recurring> scrubs;
  private final Duration beginning; // of the first comparison
  private final Walker walker;
  private final ChainReader one;
  private final BatchReader several;

  /**
   * @param stores the layers' stores as they are to be called, in the order of the layers
   * @param inMemory the number of layers on top that {@link LocalCopies} keeps
   */
  Reads(
      ChainShape shape,
      List<Store> stores,
      int inMemory,
      LocalCopies copies,
      Pending pending,
      Arrivals arrivals,
      Replicas replicas,
      Background background,
      ChainSettings settings) {
    this.shape = shape;
    this.listener = settings.listener();
    this.copies = copies;
    this.arrivals = arrivals;
    this.untilClosed = new UntilClosed(background.executor());
    this.attachment = new Attachment(settings.time(), background, this::detached);
    Store authority = stores.get(shape.authorityIndex());
    List<Store> inMemoryStores = stores.subList(0, inMemory);
    this.beginning = settings.confirmCopiesEvery().dividedBy(2);
    this.scrubs = scrubs(stores, inMemory, background.timer(), settings);
    MemoryLayers memory = new MemoryLayers(shape, inMemoryStores, copies, listener);
    Backfills backfills =
        new Backfills(shape, stores, copies, arrivals, replicas, untilClosed, listener);
    this.walker =
        new Walker(shape, stores, inMemory, copies, pending, backfills, replicas, settings);
    SingleFlight flights = new SingleFlight(shape.name(), background.waits());
    Loads loads = new Loads(shape, walker, flights, copies, memory);
    LayerGuard guard = authority instanceof GuardedStore guarded ? guarded.guard() : null;
    Serving serving = new Serving(shape, memory, copies, pending, attachment, guard, settings);
    Refresher refresher = new Refresher(settings.time(), untilClosed, this::isConfirmed);
    this.one = new ChainReader(shape, memory, walker, loads, serving, refresher, listener);
    this.several = new BatchReader(one, memory, walker, loads, serving, refresher);
  }

  /* Memory is compared with the authority, and so is each written cache between them. */
  private List<Recurring> scrubs(
      List<Store> stores, int inMemory, Timer timer, ChainSettings settings) {
    if (settings.confirmCopiesEvery().isZero()) {
      return List.of();
    }
    List<Recurring> all = new ArrayList<>();
    Store authority = stores.get(shape.authorityIndex());
    CopyScrub memory =
        new CopyScrub(shape, authority, stores.subList(0, inMemory), copies, settings);
    if (memory.isNeeded()) {
      all.add(new Recurring(timer, untilClosed, memory::step));
    }
    for (int layer = inMemory; layer < shape.authorityIndex(); layer++) {
      if (shape.layers().get(layer).isWritten()) {
        CacheScrub cache = new CacheScrub(shape, layer, stores, copies, arrivals, settings);
        all.add(new Recurring(timer, untilClosed, cache::step));
      }
    }
    return all;
  }

  /** Begins to keep copies current. */
  void start() {
    if (shape.authorityIndex() > 0) {
      attachment.start();
      scrubs.forEach(scrub -> scrub.after(beginning));
    }
  }

  ChainReader one() {
    return one;
  }

  BatchReader several() {
    return several;
  }

  /** Whether copies are current. */
  Attachment attachment() {
    return attachment;
  }

  /** What the feed of the layer means for reads. */
  FeedWatch.Hearing hearing(int layer) {
    return layer == shape.authorityIndex()
        ? new AuthorityHearing(attachment, copies)
        : FeedWatch.Hearing.NONE;
  }

  private void detached(boolean isDetached) {
    one.detached(isDetached);
    if (isDetached) {
      listener.detached(shape.authority().name());
    } else {
      listener.attached(shape.authority().name());
    }
  }

  private boolean isConfirmed(Key key) {
    Walk walk = walker.beginBelow(key, AUTHORITY_ALONE);
    return walker.walk(walk).error() == null;
  }

  @Override
  public void close() {
    untilClosed.close();
    attachment.close();
    scrubs.forEach(Recurring::close);
  }
}
