package dev.headwater.chain;

import dev.headwater.store.Batch;
import dev.headwater.store.Capabilities;
import dev.headwater.store.Entry;
import dev.headwater.store.ForwardingStore;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.ReadBatch;
import dev.headwater.store.Write;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chain as some of its users want it: with another acknowledgement of writes than the chain's
 * own, or with a bound on its reads. Closing a view does nothing. Immutable and thread-safe.
 */
public final class ChainView extends ForwardingStore {

  private final ChainStore chain;
  private final Acknowledgement acknowledgement;
  private final ReadBound bound;

  ChainView(ChainStore chain, Acknowledgement acknowledgement, ReadBound bound) {
    super(chain);
    this.chain = chain;
    this.acknowledgement = acknowledgement;
    this.bound = bound;
  }

  /** This view, whose writes wait for that. */
  public ChainView acknowledging(Acknowledgement newAcknowledgement) {
    return new ChainView(chain, newAcknowledgement, bound);
  }

  /** This view, whose reads are bounded like that. */
  public ChainView reading(ReadBound newBound) {
    return new ChainView(chain, acknowledgement, newBound);
  }

  @Override
  public String name() {
    return chain.name();
  }

  @Override
  public Capabilities capabilities() {
    return chain.capabilities();
  }

  @Override
  public @Nullable Entry read(Key key) {
    return chain.lookup(key, bound).entry();
  }

  @Override
  public ReadBatch readAll(Collection<Key> keys) {
    return chain.readAll(keys, bound);
  }

  @Override
  public MergeOutcome merge(Write write) {
    return chain.merge(write, acknowledgement);
  }

  @Override
  public List<MergeOutcome> mergeAll(Batch batch) {
    return chain.mergeAll(batch, acknowledgement);
  }

  /** Does nothing; the chain is closed by whoever built it. */
  @Override
  public void close() {}
}
