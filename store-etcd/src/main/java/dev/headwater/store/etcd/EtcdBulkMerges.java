package dev.headwater.store.etcd;

import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryOrder;
import dev.headwater.store.EntryRecord;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Precondition;
import dev.headwater.store.Write;
import dev.headwater.store.etcd.EtcdTransactions.Previous;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.ResponseOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Batches whose writes stand on their own. Unconditional writes go many to a transaction, each as a
 * nested one that decides for its key; several transactions are under way at a time. Of several
 * writes of a key only the winner is sent, and the outcomes are those of merging them in order.
 */
final class EtcdBulkMerges {

  /** Measured best on a local server; the most is {@link EtcdTransactions#MOST_NESTED}. */
  private static final int KEYS_PER_TRANSACTION = 100;

  /* A nested merge has its key four times, and this much around them and the record. */
  private static final int KEY_COPIES = 5;
  private static final int FRAME_BYTES = 128;

  private final EtcdConnection connection;
  private final EtcdRecords records;
  private final EtcdMerges merges;
  private final InstantSource time;

  EtcdBulkMerges(
      EtcdConnection connection, EtcdRecords records, EtcdMerges merges, InstantSource time) {
    this.connection = connection;
    this.records = records;
    this.merges = merges;
    this.time = time;
  }

  List<MergeOutcome> merge(List<Write> writes, EtcdOperation operation) {
    MergeOutcome[] outcomes = new MergeOutcome[writes.size()];
    List<KeyWrites> unconditional = new ArrayList<>();
    List<KeyWrites> conditional = new ArrayList<>();
    for (KeyWrites group : byKey(writes)) {
      (group.isUnconditional() ? unconditional : conditional).add(group);
    }
    new Parallel(connection.executor(), operation)
        .forEach(chunks(unconditional), chunk -> mergeChunk(chunk, outcomes, operation));
    for (KeyWrites group : conditional) {
      mergeInOrder(group, outcomes, operation);
    }
    return List.of(outcomes);
  }

  /**
   * The writes of one key, in order.
   *
   * @param places where in the batch they stand
   */
  private record KeyWrites(Key key, List<Write> writes, List<Integer> places) {

    boolean isUnconditional() {
      return writes.stream()
          .allMatch(write -> write.precondition() instanceof Precondition.Unconditional);
    }

    Entry winner() {
      Entry winner = writes.get(0).entry();
      for (Write write : writes) {
        winner = EntryOrder.supersedes(write.entry(), winner) ? write.entry() : winner;
      }
      return winner;
    }
  }

  private static Collection<KeyWrites> byKey(List<Write> writes) {
    Map<Key, KeyWrites> groups = new LinkedHashMap<>();
    for (int place = 0; place < writes.size(); place++) {
      Write write = writes.get(place);
      KeyWrites group =
          groups.computeIfAbsent(
              write.key(), key -> new KeyWrites(key, new ArrayList<>(1), new ArrayList<>(1)));
      group.writes().add(write);
      group.places().add(place);
    }
    return groups.values();
  }

  private List<List<KeyWrites>> chunks(List<KeyWrites> groups) {
    List<List<KeyWrites>> chunks = new ArrayList<>();
    List<KeyWrites> chunk = new ArrayList<>();
    long bytes = 0;
    for (KeyWrites group : groups) {
      long more = requestBytes(group.winner());
      if (chunk.size() == KEYS_PER_TRANSACTION
          || (!chunk.isEmpty() && bytes + more > connection.config().maxRequestBytes())) {
        chunks.add(chunk);
        chunk = new ArrayList<>();
        bytes = 0;
      }
      chunk.add(group);
      bytes += more;
    }
    if (!chunk.isEmpty()) {
      chunks.add(chunk);
    }
    return chunks;
  }

  private long requestBytes(Entry entry) {
    return (long) KEY_COPIES * records.key(entry.key()).size()
        + FRAME_BYTES
        + EntryRecord.bodyBytes(entry);
  }

  private void mergeChunk(
      List<KeyWrites> chunk, @Nullable MergeOutcome[] outcomes, EtcdOperation operation) {
    List<ResponseOp> replies = ask(chunk, operation).getResponsesList();
    for (int i = 0; i < chunk.size(); i++) {
      Reply reply = Reply.of(replies.get(i).getResponseTxn());
      if (reply.put()) {
        operation.happenedInPart();
      }
      settle(chunk.get(i), reply, outcomes, operation);
    }
  }

  private TxnResponse ask(List<KeyWrites> chunk, EtcdOperation operation) {
    TxnRequest request =
        EtcdTransactions.merges(
            chunk.stream().map(this::transaction).toList(), records.key(chunk.get(0).key()));
    return connection.ask(KVGrpc.getTxnMethod(), request, operation);
  }

  private TxnRequest transaction(KeyWrites group) {
    Entry winner = group.winner();
    return EtcdTransactions.merge(
        records.key(winner.key()),
        winner.stamp(),
        EtcdRecords.value(winner),
        group.writes().size() > 1 ? Previous.RETURNED : Previous.IGNORED);
  }

  private void settle(
      KeyWrites group, Reply reply, @Nullable MergeOutcome[] outcomes, EtcdOperation operation) {
    if (reply.put() && group.writes().size() == 1) {
      outcomes[group.places().get(0)] = MergeOutcome.written();
      return;
    }
    Held held =
        reply.found() == null
            ? Held.NOTHING
            : records.held(reply.found(), operation.subject().operation());
    if (held.corrupt() != null && !reply.put()) {
      fill(group, outcomes, new MergeOutcome.Failed(held.corrupt()));
    } else if (replay(group, held.entry(), outcomes) && !reply.put()) {
      mergeInOrder(group, outcomes, operation); // an equal stamp that has to give way
    }
  }

  /* Fills in the outcomes of merging in order; says whether that changes what is held. */
  private boolean replay(
      KeyWrites group, @Nullable Entry before, @Nullable MergeOutcome[] outcomes) {
    Entry held = before;
    boolean changes = false;
    for (int i = 0; i < group.writes().size(); i++) {
      Write write = group.writes().get(i);
      MergeOutcome outcome = write.onto(held, time.millis());
      outcomes[group.places().get(i)] = outcome;
      held = outcome.wrote() ? write.entry() : held;
      changes |= outcome.wrote();
    }
    return changes;
  }

  private void mergeInOrder(
      KeyWrites group, @Nullable MergeOutcome[] outcomes, EtcdOperation operation) {
    for (int i = 0; i < group.writes().size(); i++) {
      MergeOutcome outcome = mergeOne(group.writes().get(i), operation);
      outcomes[group.places().get(i)] = outcome;
      if (outcome.wrote()) {
        operation.happenedInPart();
      }
    }
  }

  private MergeOutcome mergeOne(Write write, EtcdOperation operation) {
    try {
      return merges.merge(write, operation);
    } catch (CorruptEntryException e) {
      return new MergeOutcome.Failed(e);
    }
  }

  private static void fill(
      KeyWrites group, @Nullable MergeOutcome[] outcomes, MergeOutcome outcome) {
    group.places().forEach(place -> outcomes[place] = outcome);
  }
}
