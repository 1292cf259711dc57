package dev.headwater.chain;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Undecided writes, as a test says. */
final class FakePending implements Pending {

  private final Map<Key, Entry> entries = new ConcurrentHashMap<>();
  private final Set<Entry> hidden = ConcurrentHashMap.newKeySet();

  Entry add(Entry entry) {
    entries.put(entry.key(), entry);
    return entry;
  }

  /** Something newer was seen. */
  Entry hide(Entry entry) {
    entries.remove(entry.key(), entry);
    hidden.add(entry);
    return entry;
  }

  Entry remove(Entry entry) {
    entries.remove(entry.key(), entry);
    hidden.remove(entry);
    return entry;
  }

  @Override
  public @Nullable Entry newest(Key key) {
    return entries.get(key);
  }

  @Override
  public List<Entry> under(String prefix) {
    List<Entry> under = new ArrayList<>(entries.values());
    under.removeIf(entry -> !entry.key().startsWith(prefix));
    return under;
  }

  @Override
  public List<Entry> undecided(String prefix) {
    List<Entry> all = under(prefix);
    hidden.stream().filter(entry -> entry.key().startsWith(prefix)).forEach(all::add);
    return all;
  }

  @Override
  public void overtaken(Key key, Stamp seen) {}
}
