package dev.headwater.chain.outbox;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The lines of all keys, in stripes with a lock each. Nothing slow is done under a lock. */
final class Lines {

  private static final int STRIPES = 64;
  private static final int FATES_PER_STRIPE = 128;

  private final int authority;
  private final Stripe[] stripes = new Stripe[STRIPES];

  Lines(int authority) {
    this.authority = authority;
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Stripe();
    }
  }

  /** A line and who waits for it; used under the stripe's lock, which is the stripe itself. */
  static final class Slot {
    final KeyLine line;
    LayerSet queued = LayerSet.NONE; // the lanes that know of it
    int announcing; // items that are acknowledged and not yet announced
    @Nullable CompletableFuture<Void> changed; // who waits for the next change

    Slot(KeyLine line) {
      this.line = line;
    }

    CompletableFuture<Void> whenChanged() {
      CompletableFuture<Void> future = changed;
      if (future == null) {
        future = new CompletableFuture<>();
        changed = future;
      }
      return future;
    }
  }

  /** Some of the keys. */
  final class Stripe {
    private final Map<Key, Slot> slots = new HashMap<>();
    final Fates fates = new Fates(FATES_PER_STRIPE);

    @Nullable Slot find(Key key) {
      return slots.get(key);
    }

    Slot open(Key key) {
      return slots.computeIfAbsent(key, any -> new Slot(new KeyLine(key, authority)));
    }

    void sweep(Slot slot) {
      if (slot.line.isEmpty() && slot.changed == null && slot.announcing == 0) {
        slots.remove(slot.line.key(), slot);
      }
    }
  }

  Stripe stripe(Key key) {
    int hash = key.hashCode();
    return stripes[(hash ^ hash >>> 16) & (STRIPES - 1)];
  }

  /** Something of every item, stripe by stripe. */
  <T> List<T> collect(Function<Item, @Nullable T> some) {
    List<T> found = new ArrayList<>();
    for (Stripe stripe : stripes) {
      synchronized (stripe) {
        for (Slot slot : stripe.slots.values()) {
          for (Item item : slot.line.items()) {
            T one = some.apply(item);
            if (one != null) {
              found.add(one);
            }
          }
        }
      }
    }
    return found;
  }

  /** Of all keys with this prefix, the newest entry that is served, if there is one. */
  List<Entry> collectNewest(String prefix) {
    List<Entry> found = new ArrayList<>();
    for (Stripe stripe : stripes) {
      synchronized (stripe) {
        for (Slot slot : stripe.slots.values()) {
          boolean asked = slot.line.key().startsWith(prefix);
          Entry newest = asked ? slot.line.newest() : null;
          if (newest != null) {
            found.add(newest);
          }
        }
      }
    }
    return found;
  }
}
