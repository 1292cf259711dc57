package dev.headwater.chain.simulation;

import dev.headwater.chain.Layer;
import dev.headwater.store.Capabilities;
import dev.headwater.store.Capability;
import dev.headwater.testkit.ReferenceStore;
import dev.headwater.testkit.simulation.Server;
import java.util.EnumSet;
import java.util.Set;

/** A layer of the chains of a history: all its processes have the same layers. */
record LayerPlan(String name, Kind kind, Layer.WriteMode mode) {

  private static final int MAX_CACHED_BYTES = 32;
  private static final int TIMEOUT_MILLIS = 500;

  enum Kind {
    /** In each process; it forgets, and ends with its process. */
    MEMORY,
    /** One for all processes; it forgets. */
    CACHE,
    /** One for all processes. */
    SHARED_STORE,
    /** One for all processes: a repository, which people change, too. */
    REPOSITORY,
    /** One for each process, which outlives its lives. */
    OWN_STORE
  }

  static LayerPlan through(String name, Kind kind) {
    return new LayerPlan(name, kind, Layer.WriteMode.THROUGH);
  }

  static LayerPlan behind(String name, Kind kind) {
    return new LayerPlan(name, kind, Layer.WriteMode.BEHIND);
  }

  boolean isStore() {
    return kind == Kind.SHARED_STORE || kind == Kind.REPOSITORY || kind == Kind.OWN_STORE;
  }

  Server.Kind serverKind() {
    return kind == Kind.REPOSITORY ? Server.Kind.LOOKED_AT : Server.Kind.ASKED;
  }

  Layer.Role role() {
    return isStore() ? Layer.Role.STORE : Layer.Role.CACHE;
  }

  Capabilities capabilities() {
    Set<Capability> set = EnumSet.copyOf(ReferenceStore.CAPABILITIES.set());
    if (kind != Kind.MEMORY) {
      set.remove(Capability.LOCAL);
    }
    if (!isStore()) {
      set.remove(Capability.COMPLETE);
    }
    Capabilities.Limits limits = ReferenceStore.CAPABILITIES.limits();
    return new Capabilities(
        set,
        new Capabilities.Limits(
            isStore() ? limits.maxValueBytes() : MAX_CACHED_BYTES,
            limits.maxAtomicWrites(),
            limits.maxAtomicBytes(),
            TIMEOUT_MILLIS));
  }
}
