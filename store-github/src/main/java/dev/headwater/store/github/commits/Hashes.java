package dev.headwater.store.github.commits;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.github.content.Contents;
import dev.headwater.store.github.content.Question;
import dev.headwater.store.github.index.CommitPlan;
import dev.headwater.store.github.index.CommitWork;
import dev.headwater.store.github.layout.IndexedEntry;
import dev.headwater.store.github.layout.StoredValue;
import java.util.List;
import java.util.Map;

/**
 * Completes an index with the content hashes that a plan needs: those of values that people
 * committed, when something of the same stamp is written, such as the value itself by way of
 * another store.
 */
final class Hashes {

  private final Contents contents;

  Hashes(Contents contents) {
    this.contents = contents;
  }

  /** The view with those hashes. */
  View complete(Question question, View view, List<CommitWork> works) {
    View known = view;
    for (Key key : CommitPlan.needsHash(view.index(), works)) {
      IndexedEntry entry = view.index().find(key);
      StoredValue value = entry == null ? null : entry.value();
      if (entry != null && value != null) {
        known = with(question, known, entry, value);
      }
    }
    return known;
  }

  private View with(Question question, View view, IndexedEntry entry, StoredValue value) {
    Map<String, byte[]> bytes = contents.readAll(value.blobs(), question);
    Entry whole = value.entry(entry.key(), entry.stamp(), Contents.joined(value.blobs(), bytes));
    return view.hashed(entry, whole.hash(), whole.valueBytes());
  }
}
