package dev.headwater.store.etcd;

import com.google.protobuf.ByteString;
import dev.headwater.store.Entry;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Precondition;
import dev.headwater.store.Write;
import dev.headwater.store.etcd.EtcdTransactions.Previous;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.TxnRequest;
import java.time.InstantSource;
import java.util.List;

/**
 * Merges of one key: one transaction, without a read before it, wherever that can decide; else more
 * that are guarded by the revision that was read.
 */
final class EtcdMerges {

  private final EtcdConnection connection;
  private final EtcdRecords records;
  private final InstantSource time;

  EtcdMerges(EtcdConnection connection, EtcdRecords records, InstantSource time) {
    this.connection = connection;
    this.records = records;
    this.time = time;
  }

  MergeOutcome merge(Write write, EtcdOperation operation) {
    ByteString key = records.key(write.key());
    ByteString record = EtcdRecords.value(write.entry());
    Reply reply = ask(first(write, key, record), operation);
    for (int conflicts = 0; ; conflicts++) {
      if (reply.put()) {
        return MergeOutcome.written();
      }
      Held held = held(reply, operation);
      MergeOutcome outcome = write.onto(held.entryOrThrow(), time.millis());
      if (!outcome.wrote()) {
        return outcome;
      }
      if (conflicts > 0) {
        connection.pauseAfterConflict(conflicts, operation);
      }
      reply = ask(EtcdTransactions.putIfRevision(key, record, held.modRevision()), operation);
      if (reply.put()) {
        return outcome;
      }
    }
  }

  /* What decides most merges of this kind at once. */
  private static TxnRequest first(Write write, ByteString key, ByteString record) {
    Precondition precondition = write.precondition();
    Entry entry = write.entry();
    if (precondition instanceof Precondition.Unconditional) {
      TxnRequest merge = EtcdTransactions.merge(key, entry.stamp(), record, Previous.IGNORED);
      return EtcdTransactions.merges(List.of(merge), key);
    }
    if (precondition instanceof Precondition.StampIs is && entry.stamp().isAfter(is.stamp())) {
      return EtcdTransactions.putIfStamp(key, record, is.stamp());
    }
    return precondition instanceof Precondition.Absence
        ? EtcdTransactions.putIfNothing(key, record)
        : EtcdTransactions.gets(List.of(key));
  }

  private Reply ask(TxnRequest request, EtcdOperation operation) {
    return Reply.of(connection.ask(KVGrpc.getTxnMethod(), request, operation));
  }

  private Held held(Reply reply, EtcdOperation operation) {
    return reply.found() == null
        ? Held.NOTHING
        : records.held(reply.found(), operation.subject().operation());
  }
}
