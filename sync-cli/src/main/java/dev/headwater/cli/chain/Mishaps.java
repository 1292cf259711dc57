package dev.headwater.cli.chain;

import dev.headwater.chain.ChainListener;
import dev.headwater.cli.output.Quoting;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Notes what went wrong with writes after they were acknowledged. Thread-safe. */
public class Mishaps implements ChainListener {

  private static final int MAX_TOLD = 20;

  private final List<String> told = new ArrayList<>(); // guarded by this, as all below
  private final Map<String, Integer> lost = new TreeMap<>();
  private int count;

  @Override
  public void withdrawn(Entry entry, Withdrawal why) {
    note("%s was not written: %s".formatted(quoted(entry.key()), Reasons.of(why)));
  }

  @Override
  public void superseded(Entry entry) {
    note("%s was not written: %s".formatted(quoted(entry.key()), Reasons.SUPERSEDED));
  }

  @Override
  public void deadLetter(String layer, Key key, StoreException error) {
    note("'%s' will never get %s: %s".formatted(layer, quoted(key), error.getMessage()));
  }

  @Override
  public final synchronized void lost(String layer, Key key) {
    lost.merge(layer, 1, Integer::sum);
  }

  private static String quoted(Key key) {
    return Quoting.quoted(key.text());
  }

  private synchronized void note(String what) {
    count++;
    if (told.size() < MAX_TOLD) {
      told.add(what);
    }
  }

  /** What there is to tell, a line each; empty if all went well. */
  final synchronized List<String> lines() {
    List<String> lines = new ArrayList<>(told);
    if (count > told.size()) {
      lines.add("and %d more".formatted(count - told.size()));
    }
    return lines;
  }

  /** How many writes each layer did not get and never will. */
  final synchronized Map<String, Integer> lost() {
    return Map.copyOf(lost);
  }
}
