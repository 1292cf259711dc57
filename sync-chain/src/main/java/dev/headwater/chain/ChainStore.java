package dev.headwater.chain;

import dev.headwater.chain.config.ChainFile;
import dev.headwater.chain.outbox.Delivery;
import dev.headwater.chain.outbox.Outbox;
import dev.headwater.chain.outbox.OutboxSnapshot;
import dev.headwater.chain.outbox.Recipient;
import dev.headwater.chain.outbox.WriteBehind;
import dev.headwater.store.Batch;
import dev.headwater.store.Capabilities;
import dev.headwater.store.Capability;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Mark;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Purge;
import dev.headwater.store.ReadBatch;
import dev.headwater.store.Store;
import dev.headwater.store.Write;
import dev.headwater.store.background.Background;
import dev.headwater.store.background.FeedPump;
import dev.headwater.store.clock.HybridClock;
import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.typed.Receipt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Several stores as one, from the fastest on top to the most durable below.
 *
 * <ul>
 *   <li>A <b>read</b> walks from the top, stops at the first live entry or tombstone, and copies it
 *       into the layers above. Concurrent reads of a key share one walk. If a complete layer can't
 *       be asked, a read that nothing above it answers fails: an error is not a miss.
 *   <li>A <b>write</b> goes to the authority first, the topmost complete layer, which also decides
 *       preconditions. Then it goes to the other layers; one that fails does not fail the write, is
 *       named in the outcome and is given the copy again.
 *   <li>The chain follows the <b>feeds</b> of its layers, so that other processes' writes replace
 *       the copies above.
 *   <li>Within one chain, reads of a key never go backwards, and see this process's writes.
 *   <li>An <b>atomic batch</b> is atomic in the authority, and through one chain: whoever has read
 *       one of its entries finds no older copy of another. Other processes' memories follow entry
 *       by entry.
 *   <li><b>Listings</b> and the chain's own feed are those of the authority.
 * </ul>
 *
 * <p>A layer that fails again and again is left alone for a while. Thread-safe. Closing the chain
 * closes its layers.
 */
public final class ChainStore implements Store {

  private final ChainShape shape;
  private final Capabilities capabilities;
  private final List<Store> stores;
  private final LocalCopies copies;
  private final Arrivals arrivals = new Arrivals();
  private final Reads reads;
  private final ChainWriter writer;
  private final WriteBehind outbox;
  private final HybridClock clock;
  private final ChainSettings settings;
  private final LiveFeeds feeds;
  private final List<FeedPump> pumps = new ArrayList<>();
  private final Map<Integer, FeedWatch> watches = new ConcurrentHashMap<>(); // by layer
  private final Health health;
  private final Runnable closeBackground;
  private volatile boolean closed;

  ChainStore(
      ChainShape shape, ChainSettings settings, Background background, Runnable closeBackground) {
    this.shape = shape;
    this.settings = settings;
    this.capabilities = capabilities(shape, settings);
    this.closeBackground = closeBackground;
    int inMemory = layersInMemory(shape);
    this.stores = shape.layers().stream().map(l -> guarded(l, settings, background)).toList();
    this.clock = clock(settings);
    PendingWrites pending = new PendingWrites();
    this.copies = new LocalCopies(shape.layers().subList(0, inMemory), settings, pending, clock);
    this.feeds =
        new LiveFeeds(
            new ChainFeed.Context(authority(), copies::changed, background, settings.random()),
            pending);
    this.outbox =
        new WriteBehind(
            shape.name(),
            recipients(inMemory),
            settings.outbox(),
            background,
            settings.time(),
            settings.random(),
            new OutboxReactions(copies, feeds, settings.listener()));
    pending.are(outbox);
    FollowMarks marks =
        settings
            .outlook()
            .map(Outlook::marks)
            .orElseGet(() -> FollowMarks.of(settings.outbox().journal(), outbox::note));
    Replicas replicas = new Replicas(replicas(), marks);
    this.reads =
        new Reads(
            shape, stores, inMemory, copies, pending, arrivals, replicas, background, settings);
    LayerWrites layers = new LayerWrites(shape, stores, inMemory, settings.listener());
    this.writer =
        new ChainWriter(shape, authority(), layers, copies, arrivals, outbox, feeds, settings);
    outbox.start();
    follow(inMemory, marks, replicas, background);
    this.health = new Health(shape, stores, watches, reads.attachment(), outbox, settings);
    reads.start();
  }

  /* A write may wait for room, for earlier writes of its key, and in the end for all layers. */
  private static Capabilities capabilities(ChainShape shape, ChainSettings settings) {
    Capabilities plain = shape.capabilities();
    Capabilities.Limits limits = plain.limits();
    boolean forgetful =
        settings.acknowledgement() == Acknowledgement.LOCAL
            && settings.outbox().journal().isEmpty();
    return new Capabilities(
        (forgetful ? plain.without(Capability.DURABLE) : plain).set(),
        new Capabilities.Limits(
            limits.maxValueBytes(),
            limits.maxAtomicWrites(),
            limits.maxAtomicBytes(),
            limits.timeoutMillis()
                + 2 * shape.deadlinesMillis()
                + settings.outbox().waitWhenFull().toMillis()));
  }

  /* Whoever is written and not in memory; the authority is even if it is. */
  private List<Recipient> recipients(int inMemory) {
    List<Recipient> recipients = new ArrayList<>();
    for (int i = inMemory; i < stores.size(); i++) {
      Layer layer = shape.layers().get(i);
      if (i == shape.authorityIndex() || layer.isWritten()) {
        recipients.add(new Recipient(layer.name(), stores.get(i), role(layer, i), layer::admits));
      }
    }
    return recipients;
  }

  private Recipient.Role role(Layer layer, int place) {
    if (place == shape.authorityIndex()) {
      return Recipient.Role.AUTHORITY;
    }
    return layer.role() == Layer.Role.STORE ? Recipient.Role.STORE : Recipient.Role.CACHE;
  }

  /** Composes a chain, from the top down. */
  public static ChainStoreBuilder builder() {
    return new ChainStoreBuilder();
  }

  /**
   * The chain that a file describes; {@code docs/chain-file.md} says how. Its stores have to be on
   * the class path, and are not asked yet.
   *
   * @throws dev.headwater.chain.config.ChainFileException if the file describes no chain: each
   *     mistake with its line and what was expected
   * @throws dev.headwater.store.StoreException if the outbox's file can't be opened, or is in use
   */
  public static ChainStore fromConfig(Path file) {
    StoreEnvironment environment = StoreEnvironment.system();
    return fromConfig(
        ChainFile.read(file, environment.variables()), environment, ChainListener.NONE);
  }

  /**
   * As {@link #fromConfig(Path)}, of a file that has been read.
   *
   * @param environment the time, and the environment variables where secrets may be
   * @param listener hears what happens in the chain
   */
  public static ChainStore fromConfig(
      ChainFile file, StoreEnvironment environment, ChainListener listener) {
    return ChainComposer.open(
        file, environment, builder().time(environment.time()).listener(listener));
  }

  /**
   * The chain that a file describes, to be read only: what its layers hold, and above it what waits
   * in its outbox at this moment. The outbox may be in use by another process, which is not
   * disturbed. Nothing is delivered, copied or followed into any layer.
   */
  public static Store lookAt(ChainFile file, StoreEnvironment environment) {
    OutboxSnapshot waiting = OutboxSnapshot.of(file, environment);
    ChainStoreBuilder own =
        builder().time(environment.time()).outlook(Outlook.of(file, environment));
    return new ChainLook(
        ChainComposer.open(file.toBeRead(), environment, own),
        waiting.accepted(),
        environment.time());
  }

  private static HybridClock clock(ChainSettings settings) {
    return settings
        .outbox()
        .journal()
        .map(journal -> HybridClock.durable(JournaledClock.open(journal), settings.time()))
        .orElseGet(() -> new HybridClock(HybridClock.randomOrigin(), settings.time()));
  }

  /* The written memory layers above the authority. */
  private static int layersInMemory(ChainShape shape) {
    int count = 0;
    while (count < shape.authorityIndex()
        && shape.layers().get(count).isLocal()
        && shape.layers().get(count).isWritten()) {
      count++;
    }
    return count;
  }

  private static Store guarded(Layer layer, ChainSettings settings, Background background) {
    if (layer.isLocal()) {
      return layer.store();
    }
    LayerGuard guard = LayerGuard.of(layer, settings);
    return new GuardedStore(layer, guard, background);
  }

  private void follow(int inMemory, FollowMarks marks, Replicas replicas, Background background) {
    for (int layer = Math.max(1, inMemory); layer < stores.size(); layer++) {
      Follower follower =
          new Follower(
              shape.layers().get(layer),
              storesAbove(layer, Layer::isWritten),
              new CachesAbove(
                  above(layer, inMemory, one -> one.role() == Layer.Role.CACHE && one.isWritten()),
                  outbox,
                  settings.listener()),
              copies,
              arrivals,
              marks,
              replicas,
              settings.listener());
      pumps.add(
          FeedPump.start(
              shape.layers().get(layer).store(),
              follower::beginning,
              watched(layer, follower),
              background,
              settings.random()));
    }
  }

  /* The layers that are followed into complete ones: by this chain, or by its owner. */
  private List<Replicas.Replica> replicas() {
    List<Replicas.Replica> replicas = new ArrayList<>();
    for (int layer = shape.authorityIndex() + 1; layer < stores.size(); layer++) {
      StoresAbove above = storesAbove(layer, this::isWrittenByOwner);
      if (!above.isEmpty()) {
        replicas.add(new Replicas.Replica(layer, shape.layers().get(layer), above));
      }
    }
    return replicas;
  }

  private boolean isWrittenByOwner(Layer layer) {
    return settings
        .outlook()
        .map(outlook -> outlook.written().contains(layer.name()))
        .orElseGet(layer::isWritten);
  }

  private StoresAbove storesAbove(int layer, Predicate<Layer> isFilled) {
    return new StoresAbove(
        above(layer, 0, one -> one.role() == Layer.Role.STORE && isFilled.test(one)),
        settings.listener(),
        settings.time());
  }

  /* The layers of this kind above this one and not above the other, the lowest first. */
  private List<LayerAbove> above(int layer, int topmost, Predicate<Layer> kind) {
    List<LayerAbove> above = new ArrayList<>();
    for (int place = layer - 1; place >= topmost; place--) {
      Layer one = shape.layers().get(place);
      if (kind.test(one)) {
        above.add(new LayerAbove(one, stores.get(place)));
      }
    }
    return above;
  }

  private FeedPump.Handler watched(int layer, FeedPump.Handler follower) {
    LayerGuard guard = stores.get(layer) instanceof GuardedStore guarded ? guarded.guard() : null;
    FeedWatch watch = new FeedWatch(follower, guard, reads.hearing(layer), settings.time());
    watches.put(layer, watch);
    return watch;
  }

  @Override
  public String name() {
    return shape.name();
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public @Nullable Entry read(Key key) {
    return reads.one().read(key); // closed layers say so themselves; a hit has no time to ask twice
  }

  @Override
  public ReadBatch readAll(Collection<Key> keys) {
    return readAll(keys, ReadBound.anyLayer());
  }

  ReadBatch readAll(Collection<Key> keys, ReadBound bound) {
    requireOpen();
    return reads.several().readAll(keys, bound);
  }

  /**
   * What this chain knows of a key, as the bound demands, with the layer that answered and whether
   * it may be out of date.
   *
   * @throws dev.headwater.store.StoreUnavailableException if no layer that could be asked has an
   *     answer that the bound allows; nothing is known of the key then
   */
  public Answer lookup(Key key, ReadBound bound) {
    requireOpen();
    return reads.one().lookup(key, bound);
  }

  /** This chain, whose reads are bounded like that. Listings are those of the authority anyway. */
  public ChainView reading(ReadBound bound) {
    return acknowledging(settings.acknowledgement()).reading(bound);
  }

  @Override
  public MergeOutcome merge(Write write) {
    return merge(write, settings.acknowledgement());
  }

  MergeOutcome merge(Write write, Acknowledgement acknowledgement) {
    requireOpen();
    return writer.merge(write, acknowledgement);
  }

  @Override
  public List<MergeOutcome> mergeAll(Batch batch) {
    return mergeAll(batch, settings.acknowledgement());
  }

  List<MergeOutcome> mergeAll(Batch batch, Acknowledgement acknowledgement) {
    requireOpen();
    return writer.mergeAll(batch, acknowledgement);
  }

  /** This chain, whose writes wait for that. */
  public ChainView acknowledging(Acknowledgement acknowledgement) {
    return new ChainView(this, acknowledgement, ReadBound.anyLayer());
  }

  /**
   * The clock for writes through this chain: above all that this chain has seen, and with a journal
   * also above all that it issued before it was started anew.
   */
  public HybridClock clock() {
    return clock;
  }

  /** What this chain owes to its layers. */
  public Outbox outbox() {
    return outbox;
  }

  /** What became of a write through this chain. */
  public Delivery delivery(Receipt receipt) {
    return outbox.delivery(receipt.key(), receipt.stamp());
  }

  /**
   * How the chain and its layers are, by what calls and feeds came to lately. Asks nobody, so it is
   * cheap and answers at once, however the layers are.
   */
  public ChainHealth health() {
    return health.now();
  }

  /** The authority's listing with own writes that are pending. Older copies in memory give way. */
  @Override
  public EntryCursor list(ListRequest request) {
    requireOpen();
    // Before the authority is asked: what is decided in between is in its listing then.
    List<Entry> pending = outbox.newestUnder(request.prefix());
    if (pending.isEmpty()) {
      return new HeardCursor(authority().list(request), copies);
    }
    ListRequest all = // with tombstones: they hide older pending writes
        ListRequest.all(request.prefix()).after(request.after()).pageSize(request.pageSize());
    EntryCursor below = new HeardCursor(authority().list(all), copies);
    return new OverlayCursor(below, request, pending, settings.time(), feeds::listed);
  }

  @Override
  public Mark head() {
    requireOpen();
    return authority().head();
  }

  /**
   * The authority's feed; an {@linkplain FeedRequest#optimistic optimistic} one also has this
   * chain's own writes, at once. What it has delivered, this chain's reads know.
   */
  @Override
  public Feed feed(FeedRequest request) {
    requireOpen();
    return request.view() == FeedRequest.View.OPTIMISTIC
        ? feeds.open(request)
        : decided(authority().feed(request));
  }

  private Feed decided(Feed feed) {
    return new Feed() {
      @Override
      public FeedPage poll(Duration wait) {
        FeedPage page = feed.poll(wait);
        page.entries().forEach(copies::changed);
        return page;
      }

      @Override
      public void close() {
        feed.close();
      }
    };
  }

  @Override
  public int purge(Collection<Purge> purges) {
    requireOpen();
    int purged = writer.purge(purges);
    feeds.purged(purges);
    return purged;
  }

  @Override
  public void close() {
    closed = true;
    reads.close();
    pumps.forEach(FeedPump::close);
    feeds.close();
    outbox.close();
    closeBackground.run();
    shape.layers().forEach(layer -> layer.store().close());
  }

  private Store authority() {
    return stores.get(shape.authorityIndex());
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(name() + " is closed");
    }
  }
}
