package dev.headwater.chain;

import dev.headwater.chain.outbox.Delivery;
import dev.headwater.chain.outbox.LayerStatus;
import dev.headwater.chain.outbox.OutboxConfig;
import dev.headwater.store.Batch;
import dev.headwater.store.Capabilities;
import dev.headwater.store.Entry;
import dev.headwater.store.ForwardingStore;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Precondition;
import dev.headwater.store.RejectedException;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.Write;
import dev.headwater.store.background.Background;
import dev.headwater.store.journal.Journal;
import dev.headwater.store.typed.Receipt;
import dev.headwater.testkit.FaultyStore;
import dev.headwater.testkit.ManualBackground;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.Operation;
import dev.headwater.testkit.RecordingStore;
import dev.headwater.testkit.ReferenceData;
import dev.headwater.testkit.ReferenceJournal;
import dev.headwater.testkit.ReferenceStore;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A process with a chain of memory, an authority and a replica below it that is written behind,
 * with a journal, on one thread and a manual clock. It can be started again and again: the layers'
 * data and the journal stay. Unless it says otherwise, the authority is written behind, too.
 */
final class OutboxRig implements AutoCloseable {

  private static final List<Operation> CALLS = // those of feeds go on and on
      List.of(
          Operation.READ,
          Operation.READ_ALL,
          Operation.MERGE,
          Operation.MERGE_ALL,
          Operation.PURGE,
          Operation.LIST,
          Operation.PAGE);

  final ManualClock clock = new ManualClock();
  final ReferenceData authorityData = new ReferenceData();
  final ReferenceData replicaData = new ReferenceData();
  final Events events =
      new Events() {
        @Override
        public void withdrawn(Entry entry, Withdrawal why) {
          super.withdrawn(entry, why);
          onWithdrawn.run();
        }
      };
  private ReferenceJournal records = new ReferenceJournal();
  private UnaryOperator<ChainStoreBuilder> settings = builder -> builder;
  private UnaryOperator<OutboxConfig> outbox = config -> config;
  private UnaryOperator<Layer> deciding = Layer::behind;
  private Capabilities replicaCan = ChainRig.remote();
  private Capabilities authorityCan = ChainRig.remote();
  private boolean journaled = true;
  private boolean hasReplica = true;

  /** Of which key the authority rejects every batch; the empty text for any. */
  @Nullable String authorityRejects;

  RejectedException.Reason authorityReason = RejectedException.Reason.UNSUPPORTED;
  private Runnable onWithdrawn = () -> {};

  // Of one life:
  Fuse fuse = Fuse.never();
  ManualBackground background = new ManualBackground(clock);
  MortalJournal journal = new MortalJournal(records, fuse);
  ReferenceStore memory = ChainRig.memory(clock);
  FaultyStore authorityFaults = faulty(authorityData, "authority", authorityCan);
  FaultyStore replicaFaults = faulty(replicaData, "replica", replicaCan);
  RecordingStore authority = new RecordingStore(authorityFaults);
  RecordingStore replica = new RecordingStore(replicaFaults);
  ChainStore chain;

  private OutboxRig() {}

  /** A process that is not started yet. */
  static OutboxRig unstarted() {
    return new OutboxRig();
  }

  static OutboxRig started() {
    return unstarted().start();
  }

  OutboxRig with(UnaryOperator<ChainStoreBuilder> newSettings) {
    settings = newSettings;
    return this;
  }

  OutboxRig outbox(UnaryOperator<OutboxConfig> newOutbox) {
    outbox = newOutbox;
    return this;
  }

  OutboxRig inMemory() {
    journaled = false;
    return this;
  }

  /** The authority is asked by writes, and acknowledges them. */
  OutboxRig throughAuthority() {
    deciding = layer -> layer;
    return this;
  }

  OutboxRig deciding(UnaryOperator<Layer> newDeciding) {
    deciding = newDeciding;
    return this;
  }

  /** From the next life on, there is no replica. */
  OutboxRig withoutReplica() {
    hasReplica = false;
    return this;
  }

  OutboxRig authorityCan(Capabilities capabilities) {
    authorityCan = capabilities;
    return this;
  }

  OutboxRig replicaCan(Capabilities capabilities) {
    replicaCan = capabilities;
    return this;
  }

  /** Starts a life that ends when this says so. */
  OutboxRig start(Fuse newFuse) {
    fuse = newFuse;
    background = new ManualBackground(clock);
    journal = new MortalJournal(records, fuse);
    memory = ChainRig.memory(clock);
    authorityFaults = faulty(authorityData, "authority", authorityCan);
    replicaFaults = faulty(replicaData, "replica", replicaCan);
    authority = new RecordingStore(rejecting(authorityFaults));
    replica = new RecordingStore(replicaFaults);
    chain = settings.apply(builder()).build();
    return this;
  }

  OutboxRig start() {
    start(Fuse.never());
    background.settle();
    events.clear();
    authority.clear();
    replica.clear();
    return this;
  }

  private Store rejecting(Store store) {
    return new ForwardingStore(store) {
      @Override
      public List<MergeOutcome> mergeAll(Batch batch) {
        String culprit = authorityRejects;
        if (culprit != null
            && batch.writes().stream().anyMatch(write -> write.key().startsWith(culprit))) {
          throw new RejectedException(
              Subject.of(this, "mergeAll"), authorityReason, "rejected by the test");
        }
        return delegate().mergeAll(batch);
      }
    };
  }

  private ChainStoreBuilder builder() {
    Background manual = background.background();
    ChainStoreBuilder builder =
        ChainStore.builder()
            .cache("memory", memory)
            .layer(deciding.apply(Layer.store("authority", authority)));
    if (hasReplica) {
      builder.layer(Layer.store("replica", replica).behind());
    }
    return builder
        .outbox(outbox.apply(config(journal)))
        .background(
            new Background(
                manual.executor(), manual.timer(), manual.pollWait(), new LetTimePass(background)))
        .time(clock)
        .random(new Random(1))
        .listener(events);
  }

  private OutboxConfig config(Journal where) {
    return journaled ? OutboxConfig.journaled(where) : OutboxConfig.inMemory();
  }

  private FaultyStore faulty(ReferenceData data, String name, Capabilities capabilities) {
    FaultyStore store = new FaultyStore(ReferenceStore.over(data, name, clock, capabilities));
    for (Operation operation : CALLS) {
      store.faults().runBefore(operation, fuse::before);
      store.faults().runAfter(operation, fuse::after);
    }
    return store;
  }

  /** Ends the process without a warning, and makes its journal free for the next. */
  void kill() {
    fuse.burn();
    records.close();
    records = records.reopen();
  }

  /** {@link #kill}, and {@link #start()}. */
  OutboxRig restart() {
    kill();
    return start();
  }

  /** What the journal of a dead process holds in a section. */
  List<Journal.Saved> saved(String section) {
    return records.read(section);
  }

  @Override
  public void close() {
    chain.close();
    background.settle();
  }

  // --- doing ---

  MergeOutcome put(Entry entry) {
    return chain.merge(Write.of(entry));
  }

  MergeOutcome put(Entry entry, Precondition precondition) {
    return chain.merge(new Write(entry, precondition));
  }

  /** Lets everything be done that is due within this time. */
  void pass(Duration time) {
    background.advance(time);
  }

  /** Lets all layers answer, and everything be delivered. */
  void heal() {
    authorityFaults.faults().up();
    replicaFaults.faults().up();
    pass(Duration.ofMinutes(1));
  }

  /** The authority does not answer any more, or answers again. */
  void authorityIsAway() {
    authorityFaults.faults().down();
  }

  void authorityIsBack() {
    authorityFaults.faults().up();
  }

  /** What is done when a write is withdrawn, as soon as the listener is told. */
  void onWithdrawn(Runnable action) {
    onWithdrawn = action;
  }

  /** How many items the journal of the living process holds. */
  int journalItems() {
    return records.read("outbox").size();
  }

  Delivery delivery(Entry entry) {
    return chain.delivery(new Receipt(entry.key(), entry.stamp(), List.of()));
  }

  LayerStatus status(String layer) {
    return chain.outbox().status().stream()
        .filter(status -> status.layer().equals(layer))
        .findFirst()
        .orElseThrow();
  }
}
