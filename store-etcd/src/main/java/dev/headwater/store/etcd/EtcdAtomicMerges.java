package dev.headwater.store.etcd;

import com.google.protobuf.ByteString;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Write;
import dev.headwater.store.etcd.EtcdTransactions.Previous;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.TxnRequest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Batches that happen as one: read, decide, and then write the winners in one transaction that
 * fails if any of the keys has changed since.
 */
final class EtcdAtomicMerges {

  private final EtcdConnection connection;
  private final EtcdRecords records;
  private final EtcdReads reads;
  private final InstantSource time;

  EtcdAtomicMerges(
      EtcdConnection connection, EtcdRecords records, EtcdReads reads, InstantSource time) {
    this.connection = connection;
    this.records = records;
    this.reads = reads;
    this.time = time;
  }

  List<MergeOutcome> merge(List<Write> writes, EtcdOperation operation) {
    if (writes.isEmpty()) {
      return List.of();
    }
    for (int conflicts = 1; ; conflicts++) {
      Map<Key, Held> held = reads.heldOf(writes.stream().map(Write::key).toList(), operation);
      List<MergeOutcome> outcomes = decide(writes, held);
      if (outcomes.stream().anyMatch(MergeOutcome.Refused.class::isInstance)) {
        return allRefused(writes, held);
      }
      if (commit(guarded(writes, outcomes, held), operation)) {
        return outcomes;
      }
      connection.pauseAfterConflict(conflicts, operation);
    }
  }

  private List<MergeOutcome> decide(List<Write> writes, Map<Key, Held> held) {
    long nowMillis = time.millis();
    List<MergeOutcome> outcomes = new ArrayList<>(writes.size());
    for (Write write : writes) {
      outcomes.add(write.onto(of(write, held).entryOrThrow(), nowMillis));
    }
    return outcomes;
  }

  private static List<MergeOutcome> allRefused(List<Write> writes, Map<Key, Held> held) {
    return writes.stream().map(write -> MergeOutcome.refused(of(write, held).entry())).toList();
  }

  /* Also without a winner: the outcomes of keys that were read apart must be of one moment. */
  private TxnRequest guarded(List<Write> writes, List<MergeOutcome> outcomes, Map<Key, Held> held) {
    TxnRequest.Builder transaction = TxnRequest.newBuilder();
    for (int i = 0; i < writes.size(); i++) {
      Write write = writes.get(i);
      ByteString key = records.key(write.key());
      transaction.addCompare(EtcdTransactions.writtenAt(key, of(write, held).modRevision()));
      if (outcomes.get(i).wrote()) {
        ByteString record = EtcdRecords.value(write.entry());
        transaction.addSuccess(EtcdTransactions.put(key, record, Previous.IGNORED));
      }
    }
    return transaction.build();
  }

  private boolean commit(TxnRequest transaction, EtcdOperation operation) {
    return connection.ask(KVGrpc.getTxnMethod(), transaction, operation).getSucceeded();
  }

  private static Held of(Write write, Map<Key, Held> held) {
    return held.getOrDefault(write.key(), Held.NOTHING);
  }
}
