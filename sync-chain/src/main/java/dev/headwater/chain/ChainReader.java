package dev.headwater.chain;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import dev.headwater.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Carries out reads: memory first, then the layers below. A copy in memory is the answer as long as
 * the chain hears of all changes; while it does not, the authority is asked, and if it does not
 * answer soon, the copy is served and marked, for as long as that is allowed.
 */
final class ChainReader {

  private final MemoryLayers memory;
  private final Walker walker;
  private final Loads loads;
  private final Serving serving;
  private final Refresher refresher;
  private final ChainListener listener;
  private final String topName;
  private final boolean heard;

  /* The hottest path has its own fields: what is on top, and whether a hit is all there is to do. */
  private final @Nullable Store top;
  private volatile boolean plain;

  ChainReader(
      ChainShape shape,
      MemoryLayers memory,
      Walker walker,
      Loads loads,
      Serving serving,
      Refresher refresher,
      ChainListener listener) {
    this.memory = memory;
    this.walker = walker;
    this.loads = loads;
    this.serving = serving;
    this.refresher = refresher;
    this.listener = listener;
    this.topName = shape.layers().get(0).name();
    this.heard = listener != ChainListener.NONE;
    this.top = memory.top();
    this.plain = !heard;
  }

  /** From now on the chain hears of all changes, or does not. */
  void detached(boolean isDetached) {
    plain = !heard && !isDetached;
  }

  @Nullable Entry read(Key key) {
    Store first = top;
    if (first == null) {
      return answer(key, null, ReadBound.anyLayer()).entry();
    }
    Entry entry = first.read(key);
    return entry != null && plain && !entry.expires() ? entry : readAttentively(key, entry);
  }

  private @Nullable Entry readAttentively(Key key, @Nullable Entry onTop) {
    if (onTop == null) {
      listener.miss(topName, key);
      return answer(key, memory.find(key, 1), ReadBound.anyLayer()).entry();
    }
    listener.hit(topName, key);
    return answer(key, new Walk.Copy(onTop, 0), ReadBound.anyLayer()).entry();
  }

  /** The answer that the reader takes. */
  Answer lookup(Key key, ReadBound bound) {
    return switch (bound.source()) {
      case ANY_LAYER -> answer(key, memory.find(key, 0), bound);
      case AUTHORITY -> fromAuthority(key, bound);
      case AT_LEAST -> atLeast(key, bound.atLeast().orElseThrow(), bound);
    };
  }

  private Answer answer(Key key, Walk.@Nullable Copy own, ReadBound bound) {
    if (own != null) {
      refresher.used(own.entry());
      Answer known = serving.atOnce(own, bound);
      if (known != null) {
        return known;
      }
    }
    Walk.Result result = loads.load(key, serving.terms(bound, own));
    return serving.serve(key, own, result, bound);
  }

  private Answer fromAuthority(Key key, ReadBound bound) {
    Walk.Copy own = own(key, bound);
    Walk walk = walker.beginBelow(key, serving.terms(bound, own));
    return serving.serve(key, own, walker.walk(walk), bound);
  }

  /** The copy in memory, if the reader may get it in place of what the authority holds. */
  Walk.@Nullable Copy own(Key key, ReadBound bound) {
    return bound.stale().isPresent() ? memory.find(key, 0) : null;
  }

  private Answer atLeast(Key key, Stamp atLeast, ReadBound bound) {
    Walk.Copy own = memory.find(key, 0);
    if (own != null && !atLeast.isAfter(own.entry().stamp())) {
      return serving.asItIs(own);
    }
    Walk walk = walker.begin(key, serving.terms(bound, own));
    return serving.serve(key, own, walker.walk(walk), bound);
  }
}
