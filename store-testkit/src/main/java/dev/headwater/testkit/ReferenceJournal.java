package dev.headwater.testkit;

import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.journal.Journal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The contract of {@link Journal} as a program: sorted maps behind one lock, which stay when their
 * owner is closed. What {@link #write} was given is kept at once, as if it were on disk.
 */
public final class ReferenceJournal implements Journal {

  private final Data data;
  private boolean closed; // guarded by data

  /** A new, empty journal, with this as its owner. */
  public ReferenceJournal() {
    this(new Data());
  }

  private ReferenceJournal(Data data) {
    this.data = data;
  }

  /**
   * Takes hold of the same records, as a process does that is started again.
   *
   * @throws StoreUnavailableException if another owner has it; close that one first, which also
   *     stands for the death of its process
   */
  public ReferenceJournal reopen() {
    synchronized (data) {
      if (data.owned) {
        throw new StoreUnavailableException(
            new Subject(name(), "open", null), "it is in use; a journal has one owner at a time");
      }
      data.owned = true;
      return new ReferenceJournal(data);
    }
  }

  @Override
  public String name() {
    return "journal";
  }

  @Override
  public List<Saved> read(String section) {
    synchronized (data) {
      requireOpen();
      List<Saved> records = new ArrayList<>();
      data.section(section).forEach((number, bytes) -> records.add(saved(number, bytes)));
      return List.copyOf(records);
    }
  }

  @Override
  public void write(List<Change> changes) {
    synchronized (data) {
      requireOpen();
      List.copyOf(changes).forEach(data::make);
    }
  }

  @Override
  public void close() {
    synchronized (data) {
      if (!closed) {
        closed = true;
        data.owned = false;
      }
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(name() + " is closed");
    }
  }

  private static Saved saved(long number, byte[] bytes) {
    return new Saved(number, bytes.clone());
  }

  private static final class Data {
    private final Map<String, NavigableMap<Long, byte[]>> sections = new HashMap<>();
    private boolean owned = true;

    NavigableMap<Long, byte[]> section(String name) {
      return sections.computeIfAbsent(name, unused -> new TreeMap<>());
    }

    void make(Change change) {
      if (change instanceof Put put) {
        section(put.section()).put(put.number(), put.bytes().clone());
      } else {
        section(change.section()).remove(change.number());
      }
    }
  }
}
