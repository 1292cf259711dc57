package dev.headwater.chain;

import dev.headwater.store.Key;
import dev.headwater.store.Store;
import dev.headwater.store.background.Background;
import java.util.List;

/** Puts the parts together that carry out a chain's reads. */
final class Reads {

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
      Attachment attachment,
      Background background,
      ChainSettings settings) {
    MemoryLayers memory =
        new MemoryLayers(shape, stores.subList(0, inMemory), copies, settings.listener());
    Backfills backfills = new Backfills(shape, stores, background.executor(), settings.listener());
    LayerGuard authority =
        stores.get(shape.authorityIndex()) instanceof GuardedStore guarded ? guarded.guard() : null;
    walker = new Walker(shape, stores, inMemory, copies, pending, backfills, settings);
    Loads loads =
        new Loads(
            shape, walker, new SingleFlight(shape.name(), background.waits()), copies, memory);
    Serving serving = new Serving(shape, memory, copies, pending, attachment, authority, settings);
    Refresher refresher = new Refresher(settings.time(), background.executor(), this::isConfirmed);
    one = new ChainReader(shape, memory, walker, loads, serving, refresher, settings.listener());
    several = new BatchReader(one, memory, walker, loads, serving, refresher);
  }

  ChainReader one() {
    return one;
  }

  BatchReader several() {
    return several;
  }

  private boolean isConfirmed(Key key) {
    Walk walk = walker.beginBelow(key, Walk.Terms.authority(ReadBound.authority(), null));
    return walker.walk(walk).error() == null;
  }
}
