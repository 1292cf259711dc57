package dev.headwater.store.cockroach;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Write;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Merges of several keys in one transaction. The rows that are there are locked in the order of
 * keys, all is decided from them, then they are replaced; where no row was, one is inserted, and if
 * somebody else did that first, the transaction is given up and done again. So the decision is
 * right at every isolation level.
 */
final class AtomicMerges {

  private final TransactionRetry retry;
  private final InstantSource time;

  AtomicMerges(TransactionRetry retry, InstantSource time) {
    this.retry = retry;
    this.time = time;
  }

  /** The outcomes stand in the order of the writes, whose keys are distinct. */
  List<MergeOutcome> mergeAll(Operation operation, List<Write> writes) {
    if (writes.isEmpty()) {
      return List.of();
    }
    List<MergeOutcome> outcomes = retry.run(operation, session -> transaction(session, writes));
    Merges.answered(operation, outcomes.get(0));
    return outcomes;
  }

  private List<MergeOutcome> transaction(Session session, List<Write> writes) throws SQLException {
    session.begin();
    try {
      Plan plan = plan(session, writes);
      if (!plan.toWrite().isEmpty()) {
        write(session, plan);
        session.commit();
      }
      return plan.outcomes();
    } finally {
      session.rollback();
    }
  }

  /** What to write and what to answer. */
  private record Plan(List<Entry> toInsert, List<Entry> toReplace, List<MergeOutcome> outcomes) {
    List<Entry> toWrite() {
      return toInsert.isEmpty() ? toReplace : toInsert;
    }
  }

  private Plan plan(Session session, List<Write> writes) throws SQLException {
    List<Key> keys = writes.stream().map(Write::key).sorted().toList();
    Map<Key, Held> held = new HashMap<>();
    Map<Key, Held.Row> rows = Reads.lock(session, keys);
    for (Write write : writes) {
      Held.Row row = rows.get(write.key());
      if (row != null) {
        held.put(write.key(), row.orThrow(Merges.subject(session, write)));
      }
    }
    return plan(writes, held, time.millis());
  }

  private static Plan plan(List<Write> writes, Map<Key, Held> held, long nowMillis) {
    List<Entry> toInsert = new ArrayList<>();
    List<Entry> toReplace = new ArrayList<>();
    List<MergeOutcome> outcomes = new ArrayList<>();
    for (Write write : writes) {
      @Nullable Held before = held.get(write.key());
      MergeOutcome decided = Held.decide(write, before, nowMillis);
      if (decided instanceof MergeOutcome.Refused) {
        return refused(writes, held);
      }
      if (decided == null) {
        (before == null ? toInsert : toReplace).add(write.entry());
      }
      outcomes.add(decided == null ? Held.written(write.entry(), before) : decided);
    }
    return new Plan(toInsert, toReplace, List.copyOf(outcomes));
  }

  private static Plan refused(List<Write> writes, Map<Key, Held> held) {
    List<MergeOutcome> outcomes = new ArrayList<>();
    for (Write write : writes) {
      Held before = held.get(write.key());
      outcomes.add(new MergeOutcome.Refused(before == null ? null : before.stamp()));
    }
    return new Plan(List.of(), List.of(), List.copyOf(outcomes));
  }

  private static void write(Session session, Plan plan) throws SQLException {
    List<Entry> inserts = sorted(plan.toInsert());
    List<Entry> replacements = sorted(plan.toReplace());
    if (!inserts.isEmpty() && Writes.insertAll(session, inserts).count() < inserts.size()) {
      throw new SQLTransactionRollbackException("a key was taken by another writer", "40001");
    }
    if (!replacements.isEmpty()) {
      Writes.replaceAll(session, replacements);
    }
  }

  private static List<Entry> sorted(List<Entry> entries) {
    return entries.stream().sorted(Comparator.comparing(Entry::key)).toList();
  }
}
