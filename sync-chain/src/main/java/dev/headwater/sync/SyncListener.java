package dev.headwater.sync;

/** Is told what a run does, key by key. */
@FunctionalInterface
public interface SyncListener {

  /** Called on the thread that runs the sync, after it happened. What it throws ends the run. */
  void happened(SyncEvent event);
}
