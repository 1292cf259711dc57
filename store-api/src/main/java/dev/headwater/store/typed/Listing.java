package dev.headwater.store.typed;

import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.Page;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The live values of a prefix in key order, one page in memory at a time. Used by one thread at a
 * time; close it.
 *
 * <p>{@link #next} throws {@link CorruptEntryException} for a key whose value can't be read; asking
 * again goes on with the next key.
 */
public final class Listing<V> implements Iterator<Versioned<V>>, AutoCloseable {

  private final TypedStore<V> view;
  private final EntryCursor cursor;
  private final Deque<Entry> entries = new ArrayDeque<>();
  private final Deque<CorruptEntryException> corrupt = new ArrayDeque<>();
  private boolean last;

  Listing(TypedStore<V> view, EntryCursor cursor) {
    this.view = view;
    this.cursor = cursor;
  }

  @Override
  public boolean hasNext() {
    while (entries.isEmpty() && corrupt.isEmpty() && !last) {
      Page page = cursor.next();
      entries.addAll(page.entries());
      corrupt.addAll(page.corrupt());
      last = page.last();
    }
    return !entries.isEmpty() || !corrupt.isEmpty();
  }

  @Override
  public Versioned<V> next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the listing is at its end");
    }
    if (!corrupt.isEmpty()) {
      throw corrupt.remove();
    }
    Entry entry = entries.remove();
    return view.versioned(entry)
        .orElseThrow(() -> new IllegalStateException("a listing of live entries has " + entry));
  }

  @Override
  public void close() {
    cursor.close();
  }
}
