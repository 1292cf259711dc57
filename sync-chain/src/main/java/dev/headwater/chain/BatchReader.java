package dev.headwater.chain;

import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.ReadBatch;
import dev.headwater.store.StoreException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Carries out reads of several keys, of which each layer is asked once, and none hides another. */
final class BatchReader {

  private final ChainReader reader;
  private final MemoryLayers memory;
  private final Walker walker;
  private final Loads loads;
  private final Serving serving;
  private final Refresher refresher;

  BatchReader(
      ChainReader reader,
      MemoryLayers memory,
      Walker walker,
      Loads loads,
      Serving serving,
      Refresher refresher) {
    this.reader = reader;
    this.memory = memory;
    this.walker = walker;
    this.loads = loads;
    this.serving = serving;
    this.refresher = refresher;
  }

  ReadBatch readAll(Collection<Key> all, ReadBound bound) {
    Set<Key> keys = new LinkedHashSet<>(all);
    return collect(
        switch (bound.source()) {
          case ANY_LAYER -> fromAnyLayer(keys, bound);
          case AUTHORITY -> fromAuthority(keys, bound);
          case AT_LEAST -> oneByOne(keys, bound);
        });
  }

  private static ReadBatch collect(Map<Key, Supplier<Answer>> answers) {
    Map<Key, Entry> entries = new LinkedHashMap<>();
    Map<Key, CorruptEntryException> corrupt = new LinkedHashMap<>();
    StoreException error = null;
    for (Map.Entry<Key, Supplier<Answer>> one : answers.entrySet()) {
      try {
        Entry entry = one.getValue().get().entry();
        if (entry != null) {
          entries.put(one.getKey(), entry);
        }
      } catch (CorruptEntryException e) {
        corrupt.put(one.getKey(), e);
      } catch (StoreException e) {
        error = e;
      }
    }
    if (error != null) {
      throw error;
    }
    return new ReadBatch(entries, corrupt);
  }

  private Map<Key, Supplier<Answer>> fromAnyLayer(Set<Key> keys, ReadBound bound) {
    Map<Key, Supplier<Answer>> answers = new LinkedHashMap<>();
    List<Loads.Wanted> missing = new ArrayList<>();
    for (Key key : keys) {
      Walk.Copy own = memory.find(key, 0);
      Answer known = own == null ? null : known(own, bound);
      if (known == null) {
        missing.add(new Loads.Wanted(key, serving.terms(bound, own)));
      } else {
        answers.put(key, () -> known);
      }
    }
    for (Loads.Loaded one : loads.loadAll(missing)) {
      Key key = one.wanted().key();
      Walk.Copy own = one.wanted().terms().own();
      answers.put(key, () -> serving.serve(key, own, one.result(), bound));
    }
    return answers;
  }

  private @Nullable Answer known(Walk.Copy own, ReadBound bound) {
    refresher.used(own.entry());
    return serving.atOnce(own, bound);
  }

  private Map<Key, Supplier<Answer>> fromAuthority(Set<Key> keys, ReadBound bound) {
    List<Walk> walks =
        keys.stream()
            .map(key -> walker.beginBelow(key, serving.terms(bound, reader.own(key, bound))))
            .toList();
    walker.walkAll(walks);
    Map<Key, Supplier<Answer>> answers = new LinkedHashMap<>();
    for (Walk walk : walks) {
      Walk.Result result = walker.conclude(walk);
      answers.put(walk.key(), () -> serving.serve(walk.key(), walk.own(), result, bound));
    }
    return answers;
  }

  private Map<Key, Supplier<Answer>> oneByOne(Set<Key> keys, ReadBound bound) {
    Map<Key, Supplier<Answer>> answers = new LinkedHashMap<>();
    keys.forEach(key -> answers.put(key, () -> reader.lookup(key, bound)));
    return answers;
  }
}
