package dev.headwater.chain;

import dev.headwater.store.Batch;
import dev.headwater.store.Capabilities;
import dev.headwater.store.ForwardingStore;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Write;
import java.util.List;

/**
 * A chain as some of its users want it: with another acknowledgement of writes than the chain's
 * own. Closing a view does nothing. Immutable and thread-safe.
 */
public final class ChainView extends ForwardingStore {

  private final ChainStore chain;
  private final Acknowledgement acknowledgement;

  ChainView(ChainStore chain, Acknowledgement acknowledgement) {
    super(chain);
    this.chain = chain;
    this.acknowledgement = acknowledgement;
  }

  /** This view, whose writes wait for that. */
  public ChainView acknowledging(Acknowledgement newAcknowledgement) {
    return new ChainView(chain, newAcknowledgement);
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
